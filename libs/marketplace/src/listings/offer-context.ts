import { listings, type Tx } from '@gpuflow/db';
import {
  pricePerHourMaxUnits,
  type ListingTerms,
  type Machine,
  type Offer,
  type PublishContext,
  type Slice,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';

/** Reads what an Offer of this slice is judged by, now. Take the machine's lock first. */
export async function offerContext(
  tx: Tx,
  market: Market,
  machine: Machine,
  { offer, slice, terms }: { offer: Offer; slice: Slice; terms: ListingTerms },
): Promise<PublishContext> {
  const { policy, terms: hashes } = market;
  const { chainNow, feeBps, tokens } = await settlementNow(market, tx);
  const token = tokens.find(({ address, listed }) => listed && address === offer.token);
  return {
    chainNow,
    feeBps,
    tokenListed: token !== undefined,
    pricePerHourMaxUnits: pricePerHourMaxUnits(token?.decimals ?? 0),
    vetted: policy.vettedProviders.includes(offer.provider),
    meter: policy.meter,
    sliceHash: hashes.sliceHash(machine.assetHash, slice),
    termsHash: hashes.termsHash(terms),
    others: await listings.listActiveOf(tx, machine.id),
  };
}
