import { spawnSync } from 'node:child_process';
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
const { status, stdout, error } = spawnSync(
  process.execPath,
  [hardhat, 'test', 'solidity', 'test/Invariants.t.sol'],
  {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, INVARIANTS: 'deep' },
  },
);
if (error) throw error;
process.stdout.write(stdout);

const runs = [...stdout.matchAll(/invariant_\w+\(\) \(runs: (\d+)\)/g)].map(([, count]) =>
  Number(count),
);
const calls = runs.reduce((sum, count) => sum + count * walks.deep.depth, 0);
process.stdout.write(`${calls} calls under ${runs.length} invariants\n`);
process.exitCode = status === 0 && calls >= leastCalls ? 0 : 1;
