import { spawnSync } from 'node:child_process';
import path from 'node:path';

/**
 * `npm run bench -- NAME [options]`: runs one benchmark, which prints a JSON line per figure. Its exit status is the
 * benchmark's: 1 where a goal is missed.
 */
const root = path.resolve(import.meta.dirname, '../..');
const benches = new Map([
  ['gas', { folder: 'contracts', script: 'scripts/gas/bench.ts' }],
  ['backfill', { folder: 'test', script: 'load/backfill/bench.ts' }],
  ['settle', { folder: 'test', script: 'load/settle/bench.ts' }],
  ['search', { folder: 'test', script: 'load/search/bench.ts' }],
  ['heartbeats', { folder: 'test', script: 'load/heartbeats/bench.ts' }],
  ['rescore', { folder: 'test', script: 'load/rescore/bench.ts' }],
]);

const [name = '', ...options] = process.argv.slice(2);
const bench = benches.get(name);
if (bench === undefined) {
  process.stderr.write(`usage: npm run bench -- ${[...benches.keys()].join(' | ')}\n`);
  process.exit(2);
}
const { status, error } = spawnSync(process.execPath, [bench.script, ...options], {
  cwd: path.join(root, bench.folder),
  stdio: 'inherit',
});
if (error) throw error;
process.exitCode = status ?? 1;
