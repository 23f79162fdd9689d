import { listings, rentals, type Tx } from '@gpuflow/db';
import type { ChainRental, Rental } from '@gpuflow/domain';

import type { Market } from '../market.js';

/**
 * Takes in a rental that a renter's own wallet opened on chain under a listing of ours. The chain's holder of a slice
 * is the holder: an opening of ours that still waits for the chain has lost. Undefined where no listing has its offer.
 */
export async function adoptRental(
  tx: Tx,
  market: Market,
  chain: ChainRental,
): Promise<Rental | undefined> {
  const offerHash = market.terms.hashOffer(chain.order.offer);
  const listing = await listings.lockByOfferHash(tx, offerHash);
  if (listing === undefined) return undefined;
  const { id: listingId, machineId, provider } = listing;
  const holder = await rentals.holderOf(tx, listingId);
  if (holder?.state === 'FUNDING')
    await rentals.refuse(tx, holder.id, { code: 'LISTING_TAKEN', facts: { listingId } });
  const rental: Rental = {
    id: chain.rentalId,
    listingId,
    machineId,
    renter: chain.order.renter,
    provider,
    state: 'FUNDING',
    order: chain.order,
    orderSignature: undefined,
    chainSeq: 0,
    refusal: undefined,
    createdAt: market.clock.now(),
  };
  await rentals.insert(tx, rental);
  return rental;
}
