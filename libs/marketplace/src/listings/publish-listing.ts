import { randomUUID } from 'node:crypto';

import { listings, machines, type Tx } from '@gpuflow/db';
import {
  allIncluded,
  assertPublishable,
  Refusal,
  wholeMachine,
  type Actor,
  type Hex,
  type Listing,
  type ListingTerms,
  type Publication,
  type Slice,
} from '@gpuflow/domain';

import { assertChain, assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce } from '../run-command.js';
import { offerContext } from './offer-context.js';

export interface PublishListing extends Pick<Publication, 'offer' | 'tier'> {
  actor: Actor;
  /** By default all of the machine. */
  slice: Slice | undefined;
  /** By default all of the slice's disk, and traffic, are in the price. */
  terms: ListingTerms | undefined;
  key: string;
  chainId: number;
  machineId: string;
  signature: Hex;
}

/**
 * Puts a slice of a machine on the market under its provider's signed Offer. An Offer whose listing was withdrawn stays
 * withdrawn: sign another, with another salt. Refuses `WRONG_CHAIN`, `NOT_OWNER`, `BAD_SIGNATURE`, `NOT_FOUND`, `OFFER_CANCELLED`,
 * and what `assertPublishable` refuses.
 */
export async function publishListing(market: Market, command: PublishListing): Promise<Listing> {
  const { actor, key, offer, signature, ...input } = command;
  assertChain(command.chainId, market.policy.chainId);
  assertWallet(actor, offer.provider, 'offer', market.terms.hashOffer(offer));
  if (!(await market.terms.verifyOffer(offer, signature)))
    throw new Refusal('BAD_SIGNATURE', { signer: offer.provider });
  const keyed = { name: 'publishListing', actor, key, input: { ...input, offer, signature } };
  const id = await runOnce(market, keyed, async (tx) => {
    const listing = await decide(tx, market, command);
    if (!(await listings.insert(tx, listing)))
      throw new Refusal('OFFER_CANCELLED', { offerHash: listing.offerHash });
    const facts = { machineId: listing.machineId, offerHash: listing.offerHash };
    const subject = `listing:${listing.id}`;
    return { output: listing.id, records: [{ kind: 'listing.published', subject, facts }] };
  });
  return found(await listings.find(market.db, id), 'listing', id);
}

async function decide(tx: Tx, market: Market, command: PublishListing): Promise<Listing> {
  const { machineId, offer, tier, signature } = command;
  const machine = found(await machines.lock(tx, machineId), 'machine', machineId);
  const slice = command.slice ?? wholeMachine(machine);
  const terms = command.terms ?? allIncluded(slice.diskGb);
  const publication = { offer, tier, slice, terms };
  assertPublishable(publication, machine, await offerContext(tx, market, machine, publication));
  return {
    id: randomUUID(),
    machineId,
    provider: offer.provider,
    state: 'ACTIVE',
    tier,
    slice,
    terms,
    offer,
    offerHash: market.terms.hashOffer(offer),
    offerSignature: signature,
    gpuModel: machine.gpuModel,
    publishedAt: market.clock.now(),
    withdrawnAt: undefined,
  };
}
