import { chainCounters } from '@gpuflow/db';
import type { Listing } from '@gpuflow/domain';
import { foldKeyOf } from '@gpuflow/escrow';
import type { Market } from '@gpuflow/marketplace';

import type { ChainPosition } from '../settlement/chain-position.js';
import { lastPositions } from '../settlement/last-positions.js';

/** Where each listing's offer was voided on chain: cancelled, or signed under a counter that its provider has left. */
export async function voidPositions(
  market: Market,
  listings: readonly Listing[],
): Promise<(ChainPosition | undefined)[]> {
  const cancelled = await lastPositions(
    market,
    listings.map(({ offerHash, provider }) =>
      foldKeyOf({ kind: 'OFFER_CANCELLED', offerHash, provider }),
    ),
  );
  const outdated = await outdatedPositions(market, listings);
  return cancelled.map((position, index) => position ?? outdated[index]);
}

async function outdatedPositions(market: Market, listings: readonly Listing[]) {
  const { db, policy } = market;
  const providers = [...new Set(listings.map(({ provider }) => provider))];
  const counters = await chainCounters.findMany(db, policy.chainId, providers);
  const counterOf = new Map(counters.map(({ owner, counter }) => [owner, counter]));
  const raised = await lastPositions(
    market,
    listings.map(({ provider: owner, offer: { counter } }) =>
      foldKeyOf({ kind: 'COUNTER_INCREMENTED', owner, counter }),
    ),
  );
  return listings.map(({ provider, offer }, index) =>
    (counterOf.get(provider) ?? 0n) === offer.counter ? undefined : raised[index],
  );
}
