import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';

import { z } from 'zod';

import { measure } from '../scripts/gas/measure.ts';

const snapshotFile = new URL('../gas.json', import.meta.url);

await test('every operation costs the gas of the snapshot', async () => {
  const snapshot = z.record(z.number()).parse(JSON.parse(await readFile(snapshotFile, 'utf8')));
  assert.deepEqual(
    await measure(),
    snapshot,
    'if the change is meant, `npm run bench -- gas --update` writes the snapshot anew',
  );
});
