import type { Money } from '@gpuflow/domain';
import { bidBook, settlementNow, type Market } from '@gpuflow/marketplace';

import { chainMoment, chainMomentOf, headOf } from '../settlement/chain-position.js';

/** A listing's bid book, as the API answers it. */
export async function listingBidBook(market: Market, listingId: string) {
  const { listing, holder, waiting } = await bidBook(market, listingId);
  const money = (units: bigint): Money => ({ units, token: listing.offer.token });
  return {
    floor: money(listing.offer.pricePerHour),
    holder: holder && {
      class: holder.onDemand ? 'ON_DEMAND' : 'INTERRUPTIBLE',
      pricePerHour: money(holder.pricePerHourUnits),
      noticeUntil: chainMomentOf(holder.noticeUntil),
    },
    waiting: waiting.map(({ pricePerHourUnits, quantity, since }) => ({
      pricePerHour: money(pricePerHourUnits),
      quantity,
      since: chainMoment(since),
    })),
    position: headOf((await settlementNow(market, market.db)).cursor),
  };
}
