import { listings, machines, type Tx } from '@gpuflow/db';
import {
  allIncluded,
  assertPublishable,
  Refusal,
  type Actor,
  type Hex,
  type Listing,
  type ListingTerms,
  type Offer,
} from '@gpuflow/domain';

import { assertChain, assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, unrecorded } from '../run-command.js';
import { offerContext } from './offer-context.js';

export interface RepriceListing {
  actor: Actor;
  key: string;
  chainId: number;
  id: string;
  offer: Offer;
  /** By default all of the slice's disk, and traffic, are in the price. */
  terms: ListingTerms | undefined;
  signature: Hex;
}

/**
 * Gives a listing another Offer of the same slice: other prices, other terms. Rentals of it keep theirs; quotes on the Offer
 * before are refused from now on. Refuses `WRONG_CHAIN`, `NOT_FOUND`, `NOT_OWNER`, `BAD_SIGNATURE`, `LISTING_WITHDRAWN`,
 * `OFFER_CANCELLED` for an Offer that was published before, and what `assertPublishable` refuses.
 */
export async function repriceListing(market: Market, command: RepriceListing): Promise<Listing> {
  const { actor, key, offer, signature, ...input } = command;
  assertChain(command.chainId, market.policy.chainId);
  assertWallet(actor, offer.provider, 'offer', market.terms.hashOffer(offer));
  if (!(await market.terms.verifyOffer(offer, signature)))
    throw new Refusal('BAD_SIGNATURE', { signer: offer.provider });
  const keyed = { name: 'repriceListing', actor, key, input: { ...input, offer, signature } };
  await runOnce(market, keyed, async (tx) => {
    const before = found(await listings.find(tx, command.id), 'listing', command.id);
    const listing = await decide(tx, market, command, before);
    if (listing.offerHash === before.offerHash) return unrecorded(listing.id);
    if (!(await listings.reprice(tx, listing, market.clock.now())))
      throw new Refusal('OFFER_CANCELLED', { offerHash: listing.offerHash });
    const facts = { from: before.offerHash, to: listing.offerHash };
    const subject = `listing:${listing.id}`;
    return { output: listing.id, records: [{ kind: 'listing.repriced', subject, facts }] };
  });
  return found(await listings.find(market.db, command.id), 'listing', command.id);
}

/** Locks the machine before the listing, as a publication does. */
async function decide(
  tx: Tx,
  market: Market,
  { id, offer, signature, ...command }: RepriceListing,
  { machineId }: Listing,
): Promise<Listing> {
  const machine = found(await machines.lock(tx, machineId), 'machine', machineId);
  const listing = found(await listings.lock(tx, id), 'listing', id);
  if (listing.state === 'WITHDRAWN') throw new Refusal('LISTING_WITHDRAWN', { listingId: id });
  const { slice, tier } = listing;
  const terms = command.terms ?? allIncluded(slice.diskGb);
  const context = await offerContext(tx, market, machine, { offer, slice, terms });
  const others = context.others.filter((other) => other.id !== id);
  assertPublishable({ offer, tier, slice, terms }, machine, { ...context, others });
  const offerHash = market.terms.hashOffer(offer);
  return { ...listing, terms, offer, offerHash, offerSignature: signature };
}
