import { randomBytes } from 'node:crypto';

import { listings } from '@gpuflow/db';
import {
  assertOpenable,
  quote,
  type Address,
  type Hash,
  type Quote,
  type Usage,
} from '@gpuflow/domain';

import { assertEntryOpen } from '../audits/assert-entry-open.js';
import { found } from '../guards.js';
import type { Market } from '../market.js';
import { openingContext } from './opening-context.js';

export interface QuoteRental {
  listingId: string;
  renter: Address;
  usage: Usage;
  /** Of an interruptible listing: what the renter bids per hour, all in. By default the least that the provider takes. */
  bidPerHourUnits?: bigint | undefined;
  /** All it may cost; by default the price of the time asked for. */
  depositUnits: bigint | undefined;
}

/**
 * The price of a listing and the exact Order to sign. Writes nothing. Refuses what opening would refuse, but for the
 * renter's balance: the deposit may still come.
 */
export async function quoteRental(
  market: Market,
  request: QuoteRental,
): Promise<Quote & { rentalId: Hash }> {
  const { db, terms } = market;
  const listing = found(await listings.find(db, request.listingId), 'listing', request.listingId);
  await assertEntryOpen(db, market.policy.chainId);
  const context = await openingContext(db, market, listing, request.renter);
  const priced = quote({
    ...request,
    listing,
    feeBps: context.feeBps,
    counter: context.counters.renter,
    chainNow: context.chainNow,
    noticeSeconds: context.noticeSeconds,
    salt: `0x${randomBytes(32).toString('hex')}`,
  });
  const { usage } = request;
  assertOpenable(priced.order, { ...context, usage, availableUnits: priced.order.deposit });
  return { ...priced, rentalId: terms.hashOrder(priced.order) };
}
