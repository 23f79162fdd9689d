import assert from 'node:assert/strict';
import { test } from 'node:test';

import { playShare } from './differential/share.ts';
import { Tally } from './differential/tally.ts';

const SEED = Number(process.env['SEED'] ?? 20_260_212);
const SEQUENCES = 20;
const MOVES = 100;

await test(`P1, P41, P42: ${SEQUENCES} random sequences of ${MOVES} moves from seed ${SEED} move the same money on contract and model, and the logs tell all storage`, async (t) => {
  const tally = new Tally();
  await playShare({ SEQUENCES, MOVES, SEED }, ({ counts }) => {
    tally.addAll(counts);
  });
  t.diagnostic(`\n${tally.summary()}`);
  assert.deepEqual(tally.missing(), []);
});
