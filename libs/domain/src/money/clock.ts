import { least } from './least.js';

const secondsPerHour = 3600n;

export const rates = ['NONE', 'PRICE', 'STORAGE'] as const;
/** Which of a rental's prices a stretch of time is charged at. */
export type Rate = (typeof rates)[number];

/** A stretch of a rental's time: charged so much per hour from chain second `from` on. */
export interface Segment {
  from: bigint;
  rate: Rate;
  pricePerHourUnits: bigint;
}

/**
 * What a rental's time costs. The last two segments are kept, because a report about the past may still shorten them;
 * what lies before is a sum that nothing changes any more.
 */
export interface RentalClock {
  /** Unit-seconds (base units × seconds) of all segments before `previous`. */
  closedUnitSeconds: bigint;
  /** How many seconds of those segments were charged. */
  closedSeconds: bigint;
  /** Lasts until `current` begins. Undefined until the clock first changes after its start. */
  previous: Segment | undefined;
  current: Segment;
}

/** A rental as far as its cost goes. */
export interface Metered {
  clock: RentalClock;
  /** The most it can still cost; once it has ended, what it did cost. */
  fundedUnits: bigint;
  /** The agreed end; once it has ended, the end. */
  endsAt: bigint;
  endedAt: bigint | undefined;
}

/** The clock of a rental that was not started: it charges nothing. */
export const stoppedClock: RentalClock = {
  closedUnitSeconds: 0n,
  closedSeconds: 0n,
  previous: undefined,
  current: { from: 0n, rate: 'NONE', pricePerHourUnits: 0n },
};

/** The last second that the money pays for in full; undefined where it lasts for ever. */
export function solventUntil({ clock, fundedUnits }: Metered): bigint | undefined {
  const { previous, current } = clock;
  let budget = fundedUnits * secondsPerHour - clock.closedUnitSeconds;
  if (previous !== undefined) {
    const cost = unitSecondsOf(previous, current.from);
    if (cost > budget) return previous.from + budget / previous.pricePerHourUnits;
    budget -= cost;
  }
  if (current.pricePerHourUnits === 0n) return undefined;
  return current.from + budget / current.pricePerHourUnits;
}

/** The second from which on nothing is charged: the agreed end or the end of the money. After an end it is the end. */
export function endCap(rental: Metered): bigint {
  const solvent = rental.endedAt === undefined ? solventUntil(rental) : undefined;
  return solvent === undefined ? rental.endsAt : least(solvent, rental.endsAt);
}

/**
 * Units that a rental costs up to second `at`: one numerator in unit-seconds, floored once, so that k whole hours cost
 * exactly k prices and any number of settlements gives the total of one.
 */
export function grossAt(rental: Metered, at: bigint): bigint {
  const open = stretchesUntil(rental, at).map(({ segment, until }) =>
    unitSecondsOf(segment, until),
  );
  return unitsIn(rental.clock.closedUnitSeconds + sum(open));
}

/** Units that nobody can take back any more: what had accrued a window ago. */
export function vestedAt(rental: Metered, now: bigint, windowSeconds: bigint): bigint {
  return grossAt(rental, now - windowSeconds);
}

/** How many seconds were charged up to second `at`, at whichever price. */
export function billedSecondsAt(rental: Metered, at: bigint): bigint {
  const charged = stretchesUntil(rental, at).filter(({ segment }) => segment.rate !== 'NONE');
  return rental.clock.closedSeconds + sum(charged.map(secondsOf));
}

/** The clock that charges another segment from its begin on. */
export function turned(clock: RentalClock, next: Segment): RentalClock {
  const { previous, current } = clock;
  if (previous === undefined) return { ...clock, previous: current, current: next };
  const charged = previous.rate === 'NONE' ? 0n : current.from - previous.from;
  return {
    closedUnitSeconds: clock.closedUnitSeconds + unitSecondsOf(previous, current.from),
    closedSeconds: clock.closedSeconds + charged,
    previous: current,
    current: next,
  };
}

/** The clock that charges nothing from `since` on, a second of the last two segments. */
export function cut(clock: RentalClock, since: bigint): RentalClock {
  const down: Segment = { from: since, rate: 'NONE', pricePerHourUnits: 0n };
  return since < clock.current.from ? { ...clock, current: down } : turned(clock, down);
}

/**
 * The clock whose time up to `at` is closed for good, and whose segments go on from there at other prices: the current
 * one, or, where that has not begun, the one before it too.
 */
export function closed(
  clock: RentalClock,
  at: bigint,
  priced: (segment: Segment) => Segment,
): RentalClock {
  const { previous, current } = clock;
  const nothing: Segment = { from: at, rate: 'NONE', pricePerHourUnits: 0n };
  if (current.from <= at || previous === undefined)
    return turned(turned(clock, nothing), priced({ ...current, from: at }));
  const { closedUnitSeconds, closedSeconds } = turned({ ...clock, current: nothing }, nothing);
  const going = priced({ ...previous, from: at });
  return { closedUnitSeconds, closedSeconds, previous: going, current: priced(current) };
}

interface Stretch {
  segment: Segment;
  until: bigint;
}

/** What of the last two segments lies before `at` and the rental's end. */
function stretchesUntil(rental: Metered, at: bigint): Stretch[] {
  const { previous, current } = rental.clock;
  const until = least(at, endCap(rental));
  const last = { segment: current, until };
  return previous === undefined
    ? [last]
    : [{ segment: previous, until: least(until, current.from) }, last];
}

function secondsOf({ segment, until }: Stretch): bigint {
  return until > segment.from ? until - segment.from : 0n;
}

/** What a segment costs until a second, in unit-seconds: before the one rounding. */
export function unitSecondsOf(segment: Segment, until: bigint): bigint {
  return segment.pricePerHourUnits * secondsOf({ segment, until });
}

/** Whole units in a sum of unit-seconds, rounded down in the renter's favour. */
export function unitsIn(unitSeconds: bigint): bigint {
  return unitSeconds / secondsPerHour;
}

function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((total, part) => total + part, 0n);
}
