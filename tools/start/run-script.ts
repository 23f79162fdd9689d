import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { repository } from './settings.ts';

/** Runs a script of the repository to its end. Throws with all that it printed where it fails. */
export async function runScript(
  args: readonly string[],
  { env, signal }: { env: Record<string, string>; signal: AbortSignal },
): Promise<void> {
  const child = spawn(process.execPath, args, {
    cwd: repository,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    signal,
  });
  const output: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => output.push(text));
  await once(child, 'close');
  if (child.exitCode !== 0) throw new Error(`${args.join(' ')} failed:\n${output.join('')}`);
}
