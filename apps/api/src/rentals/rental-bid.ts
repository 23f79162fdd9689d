import type { Money, Rental } from '@gpuflow/domain';
import { bidOf, type Market } from '@gpuflow/marketplace';

import { chainMoment, chainMomentOf } from '../settlement/chain-position.js';

/** Where a rental's bid stands, as the API answers it. */
export async function rentalBid(market: Market, rental: Rental) {
  const bid = await bidOf(market, rental);
  if (bid === undefined) return undefined;
  const { token } = rental.order.offer;
  const money = (units: bigint): Money => ({ units, token });
  return {
    ...bid,
    pricePerHour: money(bid.pricePerHourUnits),
    since: chainMoment(bid.since),
    outbid: bid.outbid && {
      byPrice: money(bid.outbid.byPriceUnits),
      byRental: bid.outbid.byNew,
      noticeUntil: chainMomentOf(bid.outbid.noticeUntil),
    },
  };
}
