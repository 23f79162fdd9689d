import type { BidStanding, Money, Rental } from '@gpuflow/domain';

import { chainMoment, chainMomentOf } from '../settlement/chain-position.js';

/** Where a rental's bid stands, as the API answers it. */
export function rentalBid({ order }: Rental, bid: BidStanding) {
  const { token } = order.offer;
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
