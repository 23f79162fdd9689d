import type { Interval } from './interval.js';

/**
 * The moments at which a machine that was up went down. Maintenance and what we do not know lie between up and down
 * without changing that; a log that begins with DOWN began before, or the machine was not up yet.
 */
export function interruptionsIn(intervals: readonly Interval[]): Date[] {
  const moments: Date[] = [];
  let wasUp = false;
  for (const { state, from } of intervals) {
    if (state === 'DOWN' && wasUp) moments.push(from);
    if (state === 'UP' || state === 'DOWN') wasUp = state === 'UP';
  }
  return moments;
}
