import type { Interval, MachineState } from './interval.js';

/** How long a machine was in each state, in milliseconds. */
export type TimeByState = Readonly<Record<MachineState, number>>;

/** How long intervals are in each state within `[from, until)`. */
export function timeIn(intervals: readonly Interval[], from: Date, until: Date): TimeByState {
  const time = { UP: 0, DOWN: 0, MAINTENANCE: 0, UNKNOWN: 0 };
  for (const interval of intervals) time[interval.state] += overlapMs(interval, { from, until });
  return time;
}

/**
 * The part of the time in which it was up, 0 to 1: announced maintenance and what we do not know count neither for nor
 * against. Undefined where there was nothing else.
 */
export function uptimeIn({ UP, DOWN }: TimeByState): number | undefined {
  return UP + DOWN === 0 ? undefined : UP / (UP + DOWN);
}

/** A stretch of time, half-open. */
export interface Stretch {
  from: Date;
  until: Date;
}

/** How long two stretches lie over each other, in milliseconds. */
export function overlapMs(one: Stretch, other: Stretch): number {
  const from = Math.max(one.from.getTime(), other.from.getTime());
  return Math.max(0, Math.min(one.until.getTime(), other.until.getTime()) - from);
}
