import { chainRentals, listings, rentals, type Tx } from '@gpuflow/db';
import type { ChainRental, Hash, Listing, Rental } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { settlementNow } from '../settlement.js';

export interface AdoptRental {
  rentalId: Hash;
  listingId: string;
}

/**
 * Takes in a rental that a wallet opened on chain without asking the market: where it accepts the offer of a listing of
 * ours that is free, the listing is held for it, and its confirmation gives it the machine like any other. Asking again
 * changes nothing. One that finds no place expires on chain, and all its money goes back.
 */
export function adoptRental(market: Market<ChainPolicy>, command: AdoptRental): Promise<void> {
  return runCommand(market, { kind: 'SYSTEM', name: 'adopt-rental' }, async (tx) => {
    const { rentalId, listingId } = command;
    const listing = await listings.lock(tx, listingId);
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (listing === undefined || chain === undefined) return unrecorded(undefined);
    if (!(await fits(tx, market, listing, chain))) return unrecorded(undefined);
    await rentals.insert(tx, rentalOf(market, listing, chain));
    const facts = { listingId, txHash: chain.opened.txHash };
    const record = { kind: 'rental.adopted', subject: `rental:${rentalId}`, facts };
    return { output: undefined, records: [record] };
  });
}

async function fits(
  tx: Tx,
  market: Market<ChainPolicy>,
  listing: Listing,
  { rentalId, order, state }: ChainRental,
): Promise<boolean> {
  if (listing.state !== 'ACTIVE' || market.terms.hashOffer(order.offer) !== listing.offerHash)
    return false;
  if ((await rentals.find(tx, rentalId)) !== undefined) return false;
  const bids = listing.offer.class === 'INTERRUPTIBLE';
  if (!bids && (await rentals.holderOf(tx, listing.id)) !== undefined) return false;
  const { chainNow } = await settlementNow(market, tx);
  return state !== 'RESERVED' || chainNow <= BigInt(order.startDeadline);
}

function rentalOf(
  market: Market<ChainPolicy>,
  listing: Listing,
  { rentalId, order }: ChainRental,
): Rental {
  return {
    id: rentalId,
    listingId: listing.id,
    machineId: listing.machineId,
    renter: order.renter,
    provider: listing.provider,
    state: 'FUNDING',
    order,
    orderSignature: undefined,
    usage: undefined,
    chainSeq: 0,
    refusal: undefined,
    createdAt: market.clock.now(),
  };
}
