import { interruptionsIn } from './interruptions.js';
import type { Interval } from './interval.js';
import { timeIn, type TimeByState } from './time-in.js';

const dayMs = 86_400_000;

/** One day (UTC) of a machine. */
export interface DayBar {
  /** When the day began. */
  day: Date;
  /** Milliseconds in each state: less than a day in all on the first and the last day. */
  time: TimeByState;
  /** How often it went down, having been up. */
  interruptions: number;
}

/** A bar for each of the last `days` days of a log that ends now, the oldest first; none for days before the log begins. */
export function dayBars(log: readonly Interval[], days: number): DayBar[] {
  const first = log[0];
  const last = log.at(-1);
  if (first === undefined || last === undefined) return [];
  const moments = interruptionsIn(log).map((moment) => dayOf(moment));
  const today = dayOf(new Date(last.until.getTime() - 1));
  const begin = Math.max(dayOf(first.from), today - (days - 1) * dayMs);
  const count = (today - begin) / dayMs + 1;
  return Array.from({ length: count }, (_, place) => begin + place * dayMs).map((day) => ({
    day: new Date(day),
    time: timeIn(log, new Date(day), new Date(day + dayMs)),
    interruptions: moments.filter((moment) => moment === day).length,
  }));
}

function dayOf(moment: Date): number {
  return Math.floor(moment.getTime() / dayMs) * dayMs;
}
