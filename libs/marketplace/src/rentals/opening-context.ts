import {
  cancelledOffers,
  chainAccounts,
  chainCounters,
  machines,
  rentals,
  type Tx,
} from '@gpuflow/db';
import type { Address, Listing, OpeningContext } from '@gpuflow/domain';

import { found } from '../guards.js';
import type { Market } from '../market.js';
import { noticeOf } from '../bids/notice-of.js';
import { isListed, settlementNow } from '../settlement.js';

/** Reads what an opening of this listing by this renter is judged by, now. */
export async function openingContext(
  tx: Tx,
  market: Market,
  listing: Listing,
  renter: Address,
): Promise<Omit<OpeningContext, 'usage'>> {
  const { chainId } = market.policy;
  const { provider, token } = listing.offer;
  const rules = await settlementNow(market, tx);
  // Before the account: a deposit that is debited in between then counts twice, and never not at all.
  const pledged = await rentals.pledgedUnits(tx, renter, token);
  const account = await chainAccounts.find(tx, chainId, token, renter);
  const onDemand = listing.offer.class === 'ON_DEMAND';
  const holder = onDemand ? await rentals.holderOf(tx, listing.id) : undefined;
  return {
    listing,
    machine: found(await machines.find(tx, listing.machineId), 'machine', listing.machineId),
    chainNow: rules.chainNow,
    feeBps: rules.feeBps,
    tokenListed: isListed(rules, token),
    offerCancelled: await cancelledOffers.has(tx, chainId, listing.offerHash),
    counters: {
      renter: await chainCounters.of(tx, chainId, renter),
      provider: await chainCounters.of(tx, chainId, provider),
    },
    availableUnits: (account?.freeUnits ?? 0n) - pledged,
    taken: holder !== undefined,
    noticeSeconds: onDemand ? await noticeOf(tx, market, listing.offer, rules.chainNow) : undefined,
  };
}
