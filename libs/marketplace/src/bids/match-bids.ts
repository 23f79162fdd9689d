import { rentals } from '@gpuflow/db';
import type { SliceName } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { lockSlice, matchSlice } from './match-slice.js';

/**
 * Takes the next step of every slice for which bids or orders on demand wait: what only time brings (the end of a notice, a
 * boot that took too long), and what a process left undone when it died. Answers how many slices moved.
 */
export async function matchBids(market: Market<ChainPolicy>): Promise<number> {
  let moved = 0;
  for (const slice of await rentals.contestedSlices(market.db, market.policy.chainId))
    if (await matchOne(market, slice)) moved += 1;
  return moved;
}

function matchOne(market: Market<ChainPolicy>, slice: SliceName): Promise<boolean> {
  return runCommand(market, { kind: 'SYSTEM', name: 'match-bids' }, async (tx) => {
    await lockSlice(tx, slice);
    const { records, intents, outbox } = await matchSlice(tx, market, slice);
    const [first, ...others] = records;
    if (first === undefined) return unrecorded(false);
    return { output: true, records: [first, ...others], intents, outbox };
  });
}
