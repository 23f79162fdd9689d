import type { Tx } from '@gpuflow/db';
import { holderOf, isWaiting, type SliceName } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { readSlice } from './read-slice.js';

/** So many seconds a bid that has the slice now, or is about to, goes on before anybody else can open it. Undefined: none has. */
export async function noticeOf(
  tx: Tx,
  market: Market<ChainPolicy>,
  slice: SliceName,
  now: bigint,
): Promise<number | undefined> {
  const book = await readSlice(tx, market, slice);
  const holder =
    holderOf(book, now) ??
    book.rentals.find((bid) => bid.boot === 'STARTING' && isWaiting(bid, now));
  if (holder?.rental.order.offer.class !== 'INTERRUPTIBLE') return undefined;
  const { state, clock, order } = holder.rental;
  return state === 'HALTED' && clock.current.from > now
    ? Number(clock.current.from - now)
    : order.offer.noticeSeconds;
}
