import { z } from 'zod';

import { startChain } from './chain.ts';
import { playSequence } from './sequence.ts';
import { Tally } from './tally.ts';

/** SEQUENCES of MOVES moves, from SEED on. */
export const shareSchema = z.object({
  SEQUENCES: z.coerce.number().int().positive(),
  MOVES: z.coerce.number().int().positive(),
  SEED: z.coerce.number().int(),
});
export type Share = z.infer<typeof shareSchema>;

/** Plays one sequence after the other, each on the same untouched chain, and tells after each what it called. */
export async function playShare(
  { SEQUENCES, MOVES, SEED }: Share,
  onPlayed: (tally: Tally) => void,
): Promise<void> {
  const chain = await startChain();
  let snapshot = await chain.snapshot();
  for (let played = 0; played < SEQUENCES; played++) {
    const tally = new Tally();
    await playSequence({ chain, tally, moves: MOVES }, SEED + played);
    onPlayed(tally);
    await chain.revert(snapshot);
    snapshot = await chain.snapshot();
  }
  await chain.close();
}
