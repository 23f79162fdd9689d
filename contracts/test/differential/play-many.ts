/**
 * Plays many random sequences on the contract and on the model: SEQUENCES of MOVES moves, from SEED on. Prints its
 * progress and how often each operation was accepted and refused; exits 1 at the first difference, and names its seed.
 */
import { z } from 'zod';

import { startChain } from './chain.ts';
import { playSequence } from './sequence.ts';
import { Tally } from './tally.ts';

const { SEQUENCES, MOVES, SEED } = z
  .object({
    SEQUENCES: z.coerce.number().int().positive().default(1_000),
    MOVES: z.coerce.number().int().positive().default(100),
    SEED: z.coerce.number().int().default(20_260_212),
  })
  .parse(process.env);
const sequencesPerLine = 50;

const say = (line: string) => process.stdout.write(`${line}\n`);
const started = performance.now();
const seconds = () => Math.round((performance.now() - started) / 1_000);

say(`${SEQUENCES} sequences of ${MOVES} moves, seed ${SEED}`);
const chain = await startChain();
const tally = new Tally();
let snapshot = await chain.snapshot();
for (let played = 0; played < SEQUENCES; played++) {
  await playSequence({ chain, tally, moves: MOVES }, SEED + played);
  await chain.revert(snapshot);
  snapshot = await chain.snapshot();
  if ((played + 1) % sequencesPerLine === 0) say(`${played + 1} sequences, ${seconds()} s`);
}
await chain.close();
say(tally.summary());
say(`${SEQUENCES} sequences of ${MOVES} moves: no difference, ${seconds()} s`);
const missing = tally.missing();
if (missing.length > 0) throw new Error(`Never accepted: ${missing.join(', ')}`);
