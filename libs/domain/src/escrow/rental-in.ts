import type { ChainRentalState, EscrowRental } from '../chain/fold-rental.js';
import { endCap } from '../money/clock.js';
import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import type { Draft } from './draft.js';

/** The rental of an order, in one of these states. Refuses `BAD_STATE`. */
export function rentalIn(
  { books, digests }: Draft,
  order: Order,
  ...states: readonly ChainRentalState[]
): EscrowRental {
  const rental = books.rentals.get(digests.hashOrder(order));
  if (rental === undefined || !states.includes(rental.state))
    throw new Refusal('BAD_STATE', { have: rental?.state ?? 'NONE', want: states.join() });
  return rental;
}

/** The same of a rental whose time and money have not run out. Refuses `BAD_STATE`, `RENTAL_LAPSED`. */
export function goingRental(
  draft: Draft,
  order: Order,
  ...states: readonly ChainRentalState[]
): EscrowRental {
  const rental = rentalIn(draft, order, ...states);
  if (isLapsed(draft, rental)) throw new Refusal('RENTAL_LAPSED', { endedAt: endCap(rental) });
  return rental;
}

/** Whether a started rental's time or money has run out, recorded or not. */
export function isLapsed({ now }: Draft, rental: EscrowRental): boolean {
  const going = rental.state === 'RUNNING' || rental.state === 'HALTED';
  return going && now >= endCap(rental);
}

/** Refuses what was signed for another rental (`BAD_STATE`), or at another turn of its clock (`TURN_PASSED`). */
export function requireSignedFor(
  rental: EscrowRental,
  signed: { rentalId: string; turn?: number },
): void {
  if (signed.rentalId !== rental.rentalId)
    throw new Refusal('BAD_STATE', { have: signed.rentalId, want: rental.rentalId });
  if (signed.turn !== undefined && signed.turn !== rental.turn)
    throw new Refusal('TURN_PASSED', { have: signed.turn, turn: rental.turn });
}

/** What the next log of a rental begins with. */
export function nextOf({ rentalId, seq }: EscrowRental) {
  return { rentalId, seq: seq + 1 };
}
