import { Refusal } from '../refusal.js';
import type { Order } from './order.js';

/** The longest rental the contract accepts: 366 days. */
export const rentalSecondsMax = 366 * 86_400;

/**
 * Refuses `OFFER_EXPIRED`, `QUOTE_EXPIRED` or `TERMS_OUT_OF_BOUNDS` for an order that the contract would not open at `now`, or,
 * where a bid has to give way first, `noticeSeconds` later.
 */
export function refuseTimes(order: Order, now: number, noticeSeconds = 0): void {
  const { offer } = order;
  const opensAt = now + noticeSeconds;
  if (offer.validUntil < now)
    throw new Refusal('OFFER_EXPIRED', { validUntil: offer.validUntil, now });
  if (order.validUntil < now)
    throw new Refusal('QUOTE_EXPIRED', { validUntil: order.validUntil, now });
  refuseOutside('validUntil', order.validUntil, opensAt, Infinity);
  refuseOutside('startDeadline', order.startDeadline, opensAt, opensAt + offer.startWithin);
  refuseOutside('maxEnd', order.maxEnd, order.startDeadline + 1, now + rentalSecondsMax);
  refuseOutside('maxEnd', order.maxEnd, 0, offer.availableUntil);
}

function refuseOutside(term: string, have: number, min: number, max: number): void {
  if (have < min || have > max)
    throw new Refusal('TERMS_OUT_OF_BOUNDS', {
      term,
      have: BigInt(have),
      bound: BigInt(have < min ? min : max),
    });
}
