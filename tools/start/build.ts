import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';

import { repository } from './settings.ts';

/** Builds what is not built yet; Nx remembers the rest. */
export async function build(signal: AbortSignal): Promise<void> {
  const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
  const child = spawn(
    process.execPath,
    [nx, 'run-many', '-t', 'build', '-p', 'tag:layer:app,@gpuflow/contracts'],
    {
      cwd: repository,
      env: { ...process.env, NX_DAEMON: 'false' },
      stdio: ['ignore', 'pipe', 'pipe'],
      signal,
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
  const [status] = await once(child, 'close');
  if (status !== 0) throw new Error(`The build failed:\n${output}`);
}
