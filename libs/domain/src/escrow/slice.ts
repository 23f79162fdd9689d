import type { EscrowRental } from '../chain/fold-rental.js';
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
  if (rental !== undefined && holdsSlice(rental, now))
    throw new Refusal('LISTING_TAKEN', { holder });
}

/**
 * Whether a rental keeps its slice from others at second `now`. Nobody has to give a slice back: an interruptible rental
 * has it only while it runs, or its notice does.
 */
export function holdsSlice({ state, order, clock }: EscrowRental, now: bigint): boolean {
  if (state === 'ENDED' || state === 'CLOSED') return false;
  if (state !== 'HALTED' || order.offer.class === 'ON_DEMAND') return true;
  return now < clock.current.from;
}
