import { randomBytes } from 'node:crypto';

import { listings } from '@gpuflow/db';
import {
  assertOpenable,
  quote,
  Refusal,
  type Address,
  type Hash,
  type Quote,
} from '@gpuflow/domain';

import { assertEntryOpen } from '../audits/assert-entry-open.js';
import { found } from '../guards.js';
import type { Market } from '../market.js';
import { openingContext } from './opening-context.js';

export interface QuoteRental {
  listingId: string;
  renter: Address;
  /** How long the renter means to stay. */
  seconds: number;
  /** All it may cost; by default the price of `seconds`. */
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
  if (request.seconds < 1)
    throw new Refusal('MALFORMED_INPUT', { field: 'seconds', reason: 'not positive' });
  const listing = found(await listings.find(db, request.listingId), 'listing', request.listingId);
  await assertEntryOpen(db, market.policy.chainId);
  const context = await openingContext(db, market, listing, request.renter);
  const priced = quote({
    ...request,
    listing,
    feeBps: context.feeBps,
    counter: context.counters.renter,
    chainNow: context.chainNow,
    salt: `0x${randomBytes(32).toString('hex')}`,
  });
  assertOpenable(priced.order, { ...context, availableUnits: priced.order.deposit });
  return { ...priced, rentalId: terms.hashOrder(priced.order) };
}
