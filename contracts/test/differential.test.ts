import assert from 'node:assert/strict';
import { test } from 'node:test';

import { startChain } from './differential/chain.ts';
import { playSequence } from './differential/sequence.ts';
import { Tally } from './differential/tally.ts';

const seed = Number(process.env['SEED'] ?? 20_260_212);
const sequences = 20;
const moves = 100;

await test(`${sequences} random sequences of ${moves} moves from seed ${seed} on contract and model`, async (t) => {
  const chain = await startChain();
  const tally = new Tally();
  let snapshot = await chain.snapshot();
  for (let played = 0; played < sequences; played++) {
    await playSequence({ chain, tally, moves }, seed + played);
    await chain.revert(snapshot);
    snapshot = await chain.snapshot();
  }
  await chain.close();
  t.diagnostic(`\n${tally.summary()}`);
  assert.deepEqual(tally.missing(), []);
});
