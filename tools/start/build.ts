import { createRequire } from 'node:module';

import { runScript } from './run-script.ts';

const nx = createRequire(import.meta.url).resolve('nx/bin/nx.js');
const projects = 'tag:layer:app,@gpuflow/contracts';

/** Builds what the platform runs of, as far as it is not built yet; Nx remembers the rest. */
export function build(signal: AbortSignal): Promise<void> {
  return runScript([nx, 'run-many', '-t', 'build', '-p', projects], {
    env: { NX_DAEMON: 'false' },
    signal,
  });
}
