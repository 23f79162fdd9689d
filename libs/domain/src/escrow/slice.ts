import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import { sliceKey } from './books.js';
import type { Draft } from './draft.js';

/**
 * Refuses `LISTING_TAKEN` where another rental holds what this order rents. One that was preempted gives way in the
 * second in which its notice is over.
 */
export function requireSliceFor({ books, digests, now }: Draft, order: Order): void {
  const holder = books.holders.get(sliceKey(order.offer));
  if (holder === undefined || holder === digests.hashOrder(order)) return;
  const rental = books.rentals.get(holder);
  const gaveWay =
    rental?.state === 'HALTED' && rental.halt === 'PREEMPTED' && rental.clock.current.from <= now;
  if (!gaveWay) throw new Refusal('LISTING_TAKEN', { holder });
}
