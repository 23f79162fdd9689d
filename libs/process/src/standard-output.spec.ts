import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

const module = path.join(import.meta.dirname, 'standard-output.ts');
/** Most of it is the start of a Node process on a machine that is busy. */
const testMs = 60_000;
const script = `
  import { pino } from 'pino';
  import { standardOutput } from '${module}';
  const log = pino(standardOutput());
  process.stdin.resume().on('end', () => {
    log.fatal('last line');
    process.exit(7);
  });
  log.info('x'.repeat(1_000_000));
  const lines = setInterval(() => log.info('y'.repeat(10_000)), 1);
  setTimeout(() => clearInterval(lines), 50);
`;

it(
  'goes on, and ends when it should, where nobody reads the log any more',
  async () => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      cwd: import.meta.dirname,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    const exited = once(child, 'exit');
    await once(child.stdout, 'data');
    child.stdout.destroy();
    child.stdin.end();
    expect(await exited).toEqual([7, null]);
  },
  testMs,
);
