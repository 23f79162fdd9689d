/**
 * `npm run crash`: plays the example once for each process and moment, kills that process with -9 at that moment, starts
 * again where that ended the start, and fails unless the money is exact every time and no process is left. Linux only:
 * processes are found in /proc.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { readExample } from './example-figures.mjs';

const root = path.join(import.meta.dirname, '..');
const data = mkdtempSync(path.join(os.tmpdir(), 'gpuflow-crash-'));

/** What stands in the command line of each process. */
const processes = {
  launcher: 'tools/start.mjs',
  PostgreSQL: `bin/postgres -D ${path.join(data, 'postgres')}`,
  'local chain': 'tools/local-chain.ts',
  'chain process': 'apps/chain/dist/main.js',
  API: 'apps/api/dist/main.js',
  worker: 'apps/worker/dist/main.js',
  agent: 'apps/agent/dist/main.js',
};
/** What the start has printed when the process is killed. */
const moments = ['deposits 5 dollars', 'opens the rental', 'starts the clock', 'the renter stops'];

/** Processes that serve `data`, as `[pid, command line]`: ours, not another checkout's. */
function ours() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => [Number(pid), read(pid, 'cmdline').replaceAll('\0', ' '), read(pid, 'environ')])
    .filter(([, command, environ]) => command.includes(data) || environ.includes(data));
}

function read(pid, file) {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return ''; // It is gone.
  }
}

function kill(what) {
  const found = ours().find(([, command]) => command.includes(processes[what]));
  if (found === undefined) throw new Error(`no process of the ${what}`);
  process.kill(found[0], 'SIGKILL');
}

/** Plays the example; `onOutput` sees all that was printed so far. */
async function play(onOutput) {
  const start = ['tools/start.mjs', '--once', '--json', '--data', data];
  const env = { ...process.env, CRASH_DATA: data };
  const child = spawn(process.execPath, start, { cwd: root, env, stdio: ['ignore', 'pipe', 2] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    onOutput(output);
  });
  await once(child, 'close');
  return { status: child.exitCode, output };
}

async function crash(what, moment) {
  let killed = false;
  let starts = 1;
  let { status, output } = await play((printed) => {
    if (killed || !printed.includes(moment)) return;
    killed = true;
    kill(what);
  });
  for (; status !== 0 && starts < 3; starts += 1)
    ({ status, output } = await play(() => undefined));
  if (!killed) throw new Error(`never came to: ${moment}`);
  readExample(output);
  console.log(`${what.padEnd(14)} killed after "${moment}": exact, ${starts} start(s)`);
}

for (const what of Object.keys(processes)) for (const moment of moments) await crash(what, moment);
const left = ours();
rmSync(data, { recursive: true, force: true });
if (left.length > 0) throw new Error(`left: ${left.map(([pid, command]) => `${pid} ${command}`)}`);
console.log('No process is left.');
