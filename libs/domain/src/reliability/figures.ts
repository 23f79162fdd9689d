import { dayBars, type DayBar } from './day-bars.js';
import { interruptionsIn } from './interruptions.js';
import type { Interval } from './interval.js';
import { rentalFigures, type RentalFigures, type RentalOutcome } from './rental-figures.js';
import { timeIn, uptimeIn, type TimeByState } from './time-in.js';

/** The spans that uptime is shown for. Days. */
export const uptimeDays = [1, 7, 30, 90] as const;
/** What figures look back to. Days. */
export const figuresDays = 90;

const dayMs = 86_400_000;
const hourMs = 3_600_000;

/** Up to now, over so many days or since the enrolment. */
export interface WindowUptime {
  days: number;
  /** 0 to 1. Undefined where the machine was neither up nor down. */
  share: number | undefined;
  time: TimeByState;
}

/** What a machine's past 90 days come to. */
export interface ReliabilityFigures {
  uptimes: WindowUptime[];
  /** The oldest first. */
  days: DayBar[];
  /** How often it went down, having been up. */
  interruptions: number;
  /** Hours up for each interruption. Undefined where there was none. */
  meanHoursBetween: number | undefined;
  rented: RentalFigures;
}

/** Figures of a machine's intervals of the last 90 days up to `now`, and of the rentals in them. */
export function figuresOf(
  log: readonly Interval[],
  outcomes: readonly RentalOutcome[],
  now: Date,
): ReliabilityFigures {
  const interruptions = interruptionsIn(log).length;
  const uptimes = uptimeDays.map((days) => uptimeOver(log, days, now));
  const upMs = uptimes.at(-1)?.time.UP ?? 0;
  return {
    uptimes,
    days: dayBars(log, figuresDays),
    interruptions,
    meanHoursBetween: interruptions === 0 ? undefined : upMs / hourMs / interruptions,
    rented: rentalFigures(log, outcomes, now),
  };
}

/** When what figures look back to begins. */
export function figuresSince(now: Date): Date {
  return new Date(now.getTime() - figuresDays * dayMs);
}

function uptimeOver(log: readonly Interval[], days: number, now: Date): WindowUptime {
  const time = timeIn(log, new Date(now.getTime() - days * dayMs), now);
  return { days, time, share: uptimeIn(time) };
}
