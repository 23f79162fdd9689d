import type { Hash } from '../ids.js';
import { interruptionsIn } from './interruptions.js';
import type { Interval } from './interval.js';
import { timeIn, uptimeIn, type Stretch } from './time-in.js';
import { boundedShare, type BoundedShare } from './wilson.js';

/** What became of a rental that was opened on chain, by somebody else than the machine's provider. */
export interface RentalOutcome {
  rentalId: Hash;
  /** The block of its opening. */
  openedAt: Date;
  /** When its clock began: a probe had found the instance. Undefined: not yet, or never. */
  startedAt: Date | undefined;
  /** Undefined: it runs, or never ran. */
  endedAt: Date | undefined;
  /** It was never up by its deadline, or the provider declined it. */
  bootFailed: boolean;
  /** It had to wait for the slice, so that the time to its start says nothing of the machine. */
  waited: boolean;
}

/** What renters of a machine have seen of it. */
export interface RentalFigures {
  /** Instances that came up, of those that had to. */
  boots: BoundedShare;
  /** From the opening on chain to the start of the clock, confirmations included. Undefined: nothing was booted. */
  medianBootSeconds: number | undefined;
  /** The part of the rented time in which the machine was up. Undefined: it was not rented. */
  availability: number | undefined;
  /** How often it went down under a rental. */
  interruptions: number;
}

/** Figures of a log, and of the rentals in it. */
export function rentalFigures(
  log: readonly Interval[],
  outcomes: readonly RentalOutcome[],
  now: Date,
): RentalFigures {
  const started = outcomes.filter(({ startedAt }) => startedAt !== undefined).length;
  const failed = outcomes.filter(({ bootFailed }) => bootFailed).length;
  const rented = unionOf(outcomes.flatMap((outcome) => rentedIn(outcome, now)));
  const time = rented.map(({ from, until }) => timeIn(log, from, until));
  const UP = sum(time.map((one) => one.UP));
  const DOWN = sum(time.map((one) => one.DOWN));
  return {
    boots: boundedShare(started, started + failed),
    medianBootSeconds: median(outcomes.flatMap(bootSeconds)),
    availability: uptimeIn({ UP, DOWN, MAINTENANCE: 0, UNKNOWN: 0 }),
    interruptions: interruptionsIn(log).filter((moment) => isWithin(moment, rented)).length,
  };
}

function bootSeconds({ waited, openedAt, startedAt }: RentalOutcome): number[] {
  if (waited || startedAt === undefined) return [];
  return [Math.max(0, (startedAt.getTime() - openedAt.getTime()) / 1000)];
}

function rentedIn({ startedAt, endedAt }: RentalOutcome, now: Date): Stretch[] {
  return startedAt === undefined ? [] : [{ from: startedAt, until: endedAt ?? now }];
}

/** Several slices may be rented at once: the machine is rented while any is. */
function unionOf(stretches: readonly Stretch[]): Stretch[] {
  const union: Stretch[] = [];
  for (const { from, until } of stretches.toSorted((a, b) => +a.from - +b.from)) {
    const last = union.at(-1);
    if (last === undefined || last.until < from) union.push({ from, until });
    else if (last.until < until) last.until = until;
  }
  return union;
}

/** A machine that goes down just as its rental ends has not interrupted it; one whose clock was taken back to then has. */
function isWithin(moment: Date, stretches: readonly Stretch[]): boolean {
  return stretches.some(({ from, until }) => from < moment && moment <= until);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((all, one) => all + one, 0);
}

/** The lower of the two in the middle. */
function median(numbers: readonly number[]): number | undefined {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}
