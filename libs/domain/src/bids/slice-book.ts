import type { EscrowRental, LogPlace } from '../chain/fold-rental.js';
import { holdsSlice } from '../escrow/slice.js';
import type { Hash } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import { endCap } from '../money/clock.js';

/**
 * How far a rental that waits for its slice has come there. NOT_UP: its instance does not answer, or was never asked for.
 * UP: it answers since it was given the slice. STARTING: the meter is asked to run its clock. FAILED: it had the slice, and
 * its instance did not come up.
 */
export type BootState = 'NOT_UP' | 'UP' | 'STARTING' | 'FAILED';

/** A rental of a slice, as the chain tells it, and how its instance does. */
export interface SliceRental {
  rental: EscrowRental & { priced: LogPlace };
  boot: BootState;
  /** Whether the market has acted on its state, and its own meter runs the clock: else nobody here can give it the slice. */
  ours: boolean;
  /** Whether its machine is up, as far as the market knows. */
  machineUp: boolean;
}

/** An accepted order on demand that waits to be opened. */
export interface SliceClaim {
  rentalId: Hash;
  pricePerHourUnits: bigint;
  /** The last chain second in which it can be opened. */
  openUntil: bigint;
}

/** What is rented once at a time, in the token in which prices for it are comparable. Every offer of it has these fields. */
export type SliceName = Pick<Offer, 'provider' | 'assetHash' | 'token'>;

/** All that competes for one slice. */
export interface SliceBook {
  /** Rentals of either class that were opened and have not ended. */
  rentals: readonly SliceRental[];
  claim: SliceClaim | undefined;
}

/**
 * The rental that keeps the slice from all others at second `now`, by the contract's rule: on demand from its opening to its
 * end, interruptible while it runs and until its notice is over.
 */
export function holderOf({ rentals }: SliceBook, now: bigint): SliceRental | undefined {
  return rentals.find(({ rental }) => !isReservedBid(rental) && holdsSlice(rental, now));
}

function isReservedBid({ state, order }: EscrowRental): boolean {
  return state === 'RESERVED' && order.offer.class === 'INTERRUPTIBLE';
}

/**
 * Whether a bid waits for the slice at second `now`: reserved and still in time, or halted with time and money left, because
 * it was preempted and its notice is over, or because its machine was down and is up again. What its renter paused, or whose
 * machine is down, waits for something else.
 */
export function isWaiting({ rental, ours, machineUp }: SliceRental, now: bigint): boolean {
  const { state, order, halt, pausedByRenter, clock } = rental;
  if (!ours || order.offer.class !== 'INTERRUPTIBLE') return false;
  if (state === 'RESERVED') return now <= BigInt(order.startDeadline);
  if (state !== 'HALTED' || pausedByRenter) return false;
  if (halt === 'DOWN' && !machineUp) return false;
  return clock.current.from <= now && now < endCap(rental);
}

/**
 * The bid that comes first among those that wait: the highest price in force; of equal ones the one whose price the chain
 * took first (block, then place in the block). One whose instance failed to come up here comes after all others.
 */
export function bestWaiting({ rentals }: SliceBook, now: bigint): SliceRental | undefined {
  const waiting = rentals.filter((bid) => isWaiting(bid, now));
  const [first, ...others] = waiting;
  if (first === undefined) return undefined;
  return others.reduce((best, bid) => (comesBefore(bid, best) ? bid : best), first);
}

/** Whether one bid comes before another. Two bids are never alike: no two logs have one place. */
export function comesBefore(one: SliceRental, other: SliceRental): boolean {
  const failed = [one, other].map(({ boot }) => boot === 'FAILED');
  if (failed[0] !== failed[1]) return failed[1] === true;
  const [a, b] = [one.rental, other.rental];
  if (a.pricePerHourUnits !== b.pricePerHourUnits) return a.pricePerHourUnits > b.pricePerHourUnits;
  if (a.priced.blockNumber !== b.priced.blockNumber)
    return a.priced.blockNumber < b.priced.blockNumber;
  return a.priced.logIndex < b.priced.logIndex;
}
