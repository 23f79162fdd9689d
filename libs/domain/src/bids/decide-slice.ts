import type { Hash } from '../ids.js';
import { endCap } from '../money/clock.js';
import {
  bestWaiting,
  holderOf,
  isWaiting,
  type SliceBook,
  type SliceRental,
} from './slice-book.js';

/**
 * What a slice needs next.
 * NOTHING until something happens. WAIT: nothing before second `until`, when a notice is over. END: time or money of the
 * rental that holds the slice ran out, and that has to be recorded. PREEMPT: it has to give way to `byNew`. OPEN: the order
 * on demand gets the slice, or learns from the chain why not. GIVE: the machine is this bid's to bring its instance up.
 * START, RESUME: its instance is up, so its clock may run.
 */
export type SliceStep =
  | { do: 'NOTHING' }
  | { do: 'WAIT'; until: bigint }
  | { do: 'END' | 'OPEN' | 'GIVE' | 'START' | 'RESUME'; rentalId: Hash }
  | { do: 'PREEMPT'; rentalId: Hash; byNew: Hash; byPriceUnits: bigint };

const nothing: SliceStep = { do: 'NOTHING' };

/**
 * The next step of a slice at chain second `now`: an order on demand comes before every bid, a higher bid before a lower
 * one, the older of two equal ones before the younger; what runs gives way only to more, and after its notice. Depends on
 * nothing else, so that whoever asks again is told the same.
 */
export function decideSlice(book: SliceBook, now: bigint): SliceStep {
  const holder = holderOf(book, now);
  if (holder !== undefined) return decideHeld(book, holder, now);
  // What is about to run is not called back: it is outbid like any other once it does.
  if (book.rentals.some((bid) => bid.boot === 'STARTING' && isWaiting(bid, now))) return nothing;
  if (book.claim !== undefined) return { do: 'OPEN', rentalId: book.claim.rentalId };
  const best = bestWaiting(book, now);
  return best === undefined ? nothing : nextFor(best);
}

/** Nobody is given a machine that is down: its failure to boot would be held against the bid. */
function nextFor({ rental, boot, machineUp }: SliceRental): SliceStep {
  const { rentalId, state } = rental;
  if (boot !== 'UP') return machineUp ? { do: 'GIVE', rentalId } : nothing;
  return { do: state === 'RESERVED' ? 'START' : 'RESUME', rentalId };
}

function decideHeld(book: SliceBook, { rental }: SliceRental, now: bigint): SliceStep {
  const { rentalId, state, order, clock } = rental;
  if (state !== 'RESERVED' && now >= endCap(rental)) return { do: 'END', rentalId };
  if (order.offer.class === 'ON_DEMAND') return nothing;
  const freeAt = state === 'HALTED' ? clock.current.from : now + BigInt(order.offer.noticeSeconds);
  // An order on demand that would be too late then: nobody gives way to it.
  if (book.claim !== undefined && book.claim.openUntil < freeAt)
    return { do: 'OPEN', rentalId: book.claim.rentalId };
  if (state === 'HALTED') return { do: 'WAIT', until: freeAt };
  const better = book.claim ?? outbids(bestWaiting(book, freeAt), rental.pricePerHourUnits);
  if (better === undefined) return nothing;
  const { rentalId: byNew, pricePerHourUnits: byPriceUnits } = better;
  return { do: 'PREEMPT', rentalId, byNew, byPriceUnits };
}

/** The best bid of those that can still start when the notice is over, where it may take the place of one at this price. */
function outbids(best: SliceRental | undefined, priceUnits: bigint) {
  if (best === undefined || best.boot === 'FAILED') return undefined;
  return best.rental.pricePerHourUnits > priceUnits ? best.rental : undefined;
}
