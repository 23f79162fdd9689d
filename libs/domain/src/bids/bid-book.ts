import { endCap } from '../money/clock.js';
import type { Hash } from '../ids.js';
import {
  comesBefore,
  holderOf,
  isWaiting,
  type SliceBook,
  type SliceRental,
} from './slice-book.js';

/**
 * How a bid stands. WAITING for its turn, at no cost before its start and for storage after it; RUNNING; YIELDING: outbid, its
 * notice runs at the full price; PAUSED by its renter; DOWN with its machine; OVER: its time or money has run out.
 */
export type BidState = 'WAITING' | 'RUNNING' | 'YIELDING' | 'PAUSED' | 'DOWN' | 'OVER';

/** A bid among all others for its slice. */
export interface BidStanding {
  state: BidState;
  /** The price in force, and the chain second in which the chain took it. */
  pricePerHourUnits: bigint;
  since: bigint;
  /** Of one that waits: how many bids come before it. */
  ahead: number | undefined;
  /** Of one that had to give way: for which price, for which order, and, while that lasts, until when the full price runs. */
  outbid: { byPriceUnits: bigint; byNew: Hash; noticeUntil: bigint | undefined } | undefined;
}

/** How a live bid stands at chain second `now`; undefined where it is none. */
export function bidStanding(book: SliceBook, id: Hash, now: bigint): BidStanding | undefined {
  const bid = book.rentals.find(({ rental }) => rental.rentalId === id);
  if (bid?.rental.order.offer.class !== 'INTERRUPTIBLE') return undefined;
  const { pricePerHourUnits, priced, outbid, clock } = bid.rental;
  const state = bidState(bid, now);
  const before = waitingIn(book, now).filter((other) => other !== bid && comesBefore(other, bid));
  return {
    state,
    pricePerHourUnits,
    since: priced.timestamp,
    ahead: state === 'WAITING' ? before.length : undefined,
    outbid: outbid && {
      ...outbid,
      noticeUntil: state === 'YIELDING' ? clock.current.from : undefined,
    },
  };
}

function bidState({ rental, machineUp }: SliceRental, now: bigint): BidState {
  const { state, halt, pausedByRenter, clock, order } = rental;
  if (state === 'RESERVED') return now > BigInt(order.startDeadline) ? 'OVER' : 'WAITING';
  if (now >= endCap(rental)) return 'OVER';
  if (state === 'RUNNING') return 'RUNNING';
  if (pausedByRenter) return 'PAUSED';
  if (halt === 'DOWN' && !machineUp) return 'DOWN';
  return now < clock.current.from ? 'YIELDING' : 'WAITING';
}

/** Bids of one price. */
export interface BidLevel {
  pricePerHourUnits: bigint;
  quantity: number;
  /** When the chain took the oldest of them. */
  since: bigint;
}

/** What is bid for a slice: prices, quantities and times, and nobody's name. */
export interface BidBook {
  /** What runs, or goes on to the end of its notice. Undefined where the slice is free. */
  holder:
    { onDemand: boolean; pricePerHourUnits: bigint; noticeUntil: bigint | undefined } | undefined;
  /** Bids that wait, the next one first. */
  waiting: BidLevel[];
}

/** The bid book of a slice at chain second `now`. */
export function bidBookOf(book: SliceBook, now: bigint): BidBook {
  const levels = new Map<bigint, BidLevel>();
  for (const { rental } of waitingIn(book, now)) {
    const { pricePerHourUnits, priced } = rental;
    const level = levels.get(pricePerHourUnits);
    const quantity = (level?.quantity ?? 0) + 1;
    levels.set(pricePerHourUnits, {
      since: priced.timestamp,
      ...level,
      pricePerHourUnits,
      quantity,
    });
  }
  const waiting = [...levels.values()].sort((one, other) =>
    one.pricePerHourUnits > other.pricePerHourUnits ? -1 : 1,
  );
  return { holder: holderIn(book, now), waiting };
}

function holderIn(book: SliceBook, now: bigint): BidBook['holder'] {
  const holder = holderOf(book, now)?.rental;
  if (holder === undefined) return undefined;
  const { pricePerHourUnits, order, clock } = holder;
  const onDemand = order.offer.class === 'ON_DEMAND';
  const yields = !onDemand && holder.state === 'HALTED';
  return { onDemand, pricePerHourUnits, noticeUntil: yields ? clock.current.from : undefined };
}

/** In the order in which they would get the slice. */
function waitingIn({ rentals }: SliceBook, now: bigint): SliceRental[] {
  return rentals
    .filter((bid) => isWaiting(bid, now))
    .sort((one, other) => (comesBefore(one, other) ? -1 : 1));
}
