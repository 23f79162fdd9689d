import { listings } from '@gpuflow/db';
import {
  bidBookOf,
  bidStanding,
  type BidBook,
  type BidStanding,
  type Listing,
  type Rental,
} from '@gpuflow/domain';

import { found } from '../guards.js';
import type { ChainPolicy, Market } from '../market.js';
import { settlementNow } from '../settlement.js';
import { readSlice } from './read-slice.js';

/** What is bid for a listing's slice now, and who publishes its floor. Writes nothing. Refuses `NOT_FOUND`. */
export async function bidBook(
  market: Market<ChainPolicy>,
  listingId: string,
): Promise<BidBook & { listing: Listing }> {
  const listing = found(await listings.find(market.db, listingId), 'listing', listingId);
  return market.db.snapshot(async (tx) => {
    const { chainNow } = await settlementNow(market, tx);
    return { ...bidBookOf(await readSlice(tx, market, listing.offer), chainNow), listing };
  });
}

/** How a rental's bid stands now. Undefined where it is none, or has ended. Writes nothing. */
export async function bidOf(
  market: Market<ChainPolicy>,
  { id, order }: Rental,
): Promise<BidStanding | undefined> {
  if (order.offer.class !== 'INTERRUPTIBLE') return undefined;
  return market.db.snapshot(async (tx) => {
    const { chainNow } = await settlementNow(market, tx);
    return bidStanding(await readSlice(tx, market, order.offer), id, chainNow);
  });
}
