import { writeFile } from 'node:fs/promises';
import path from 'node:path';

import { compare } from './goals.ts';
import { measure } from './measure.ts';

/**
 * Prints what every operation costs, one JSON object a line, then the goals and the peers. Exit status 1: a goal is
 * missed. `--update` writes the snapshot that the tests compare.
 */
export const snapshotFile = path.resolve(import.meta.dirname, '../../gas.json');

const gas = await measure();
if (process.argv.includes('--update')) {
  await writeFile(snapshotFile, `${JSON.stringify(gas, undefined, 2)}\n`);
}
const { lines, met } = compare(gas);
for (const line of lines) process.stdout.write(`${JSON.stringify(line)}\n`);
process.exitCode = met ? 0 : 1;
