import { randomBytes } from 'node:crypto';

import { chainCounters, listings, machines, rentals, type Tx } from '@gpuflow/db';
import { quote, Refusal, type Address, type Hash, type Listing, type Quote } from '@gpuflow/domain';

import { found } from '../guards.js';
import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';

export interface QuoteRental {
  listingId: string;
  renter: Address;
  /** How long the renter means to stay. */
  seconds: number;
  /** All it may cost; by default the price of `seconds`. */
  depositUnits: bigint | undefined;
}

/** The price of a listing and the exact Order to sign. Writes nothing. Refuses what opening would refuse of the listing. */
export async function quoteRental(
  market: Market,
  request: QuoteRental,
): Promise<Quote & { rentalId: Hash }> {
  const { db, policy, terms } = market;
  if (request.seconds < 1)
    throw new Refusal('MALFORMED_INPUT', { field: 'seconds', reason: 'not positive' });
  const listing = found(await listings.find(db, request.listingId), 'listing', request.listingId);
  await assertRentable(db, listing);
  const rules = await settlementNow(market, db);
  const priced = quote({
    ...request,
    listing,
    feeBps: rules.feeBps,
    counter: await chainCounters.of(db, policy.chainId, request.renter),
    chainNow: rules.chainNow,
    salt: `0x${randomBytes(32).toString('hex')}`,
  });
  return { ...priced, rentalId: terms.hashOrder(priced.order) };
}

async function assertRentable(tx: Tx, listing: Listing): Promise<void> {
  const { id, machineId, state } = listing;
  if (state === 'WITHDRAWN') throw new Refusal('LISTING_WITHDRAWN', { listingId: id });
  const machine = found(await machines.find(tx, machineId), 'machine', machineId);
  if (machine.liveness !== 'ONLINE') throw new Refusal('MACHINE_OFFLINE', { machineId });
  if ((await rentals.holderOf(tx, id)) !== undefined)
    throw new Refusal('LISTING_TAKEN', { listingId: id });
}
