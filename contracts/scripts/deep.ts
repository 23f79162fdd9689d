import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import path from 'node:path';

import { walks } from '../hardhat.config.ts';

/**
 * Walks the invariants as far as the configuration's deep walk says, and fails below 100,000 calls in all. The suite
 * itself prints how often each function was called.
 */
const leastCalls = 100_000;

const root = path.resolve(import.meta.dirname, '..');
const hardhat = path.join(
  path.dirname(createRequire(import.meta.url).resolve('hardhat/package.json')),
  'dist/src/cli.js',
);
const run = spawn(process.execPath, [hardhat, 'test', 'solidity', 'test/Invariants.t.sol', '-vv'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
  env: { ...process.env, INVARIANTS: 'deep' },
});
let printed = '';
run.stdout.setEncoding('utf8').on('data', (text: string) => {
  process.stdout.write(text);
  printed += text;
});
await once(run, 'close');

const runs = [...printed.matchAll(/invariant_\w+\(\) \(runs: (\d+)\)/g)].map(([, count]) =>
  Number(count),
);
const calls = runs.reduce((sum, count) => sum + count * walks.deep.depth, 0);
process.stdout.write(`${calls} calls under ${runs.length} invariants\n`);
process.exitCode = run.exitCode === 0 && calls >= leastCalls ? 0 : 1;
