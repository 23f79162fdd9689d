import { listings } from '@gpuflow/db';
import {
  bidBookOf,
  bidStanding,
  type BidBook,
  type BidStanding,
  type Listing,
  type Rental,
  type SliceName,
} from '@gpuflow/domain';

import { found } from '../guards.js';
import type { ChainPolicy, Market } from '../market.js';
import { settlementNow } from '../settlement.js';
import { readSlice, readSlices } from './read-slice.js';

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

/** How these rentals' bids stand now, in their order. Undefined where one is no bid, or has ended. Writes nothing. */
export async function standingsOf(
  market: Market<ChainPolicy>,
  asked: readonly Rental[],
): Promise<(BidStanding | undefined)[]> {
  const offers = asked.map(({ order }) => order.offer);
  const bidFor = new Map(
    offers
      .filter((offer) => offer.class === 'INTERRUPTIBLE')
      .map((offer) => [nameOf(offer), offer]),
  );
  if (bidFor.size === 0) return asked.map(() => undefined);
  return market.db.snapshot(async (tx) => {
    const { chainNow } = await settlementNow(market, tx);
    const books = await readSlices(tx, market, [...bidFor.values()]);
    const bookOf = new Map(
      books.flatMap((book) => book.rentals.map(({ rental }) => [rental.rentalId, book])),
    );
    return asked.map(({ id }) => {
      const book = bookOf.get(id);
      return book && bidStanding(book, id, chainNow);
    });
  });
}

function nameOf({ provider, assetHash, token }: SliceName): string {
  return `${provider} ${assetHash} ${token}`;
}
