import { inTime, runOf, type Candidate, type Outlook } from './outlook.js';
import { figureOf, reliabilityBounds, withFigure, type Reliability } from './reliability.js';
import { halved } from './turn.js';
import { workloadBounds, type Deadline, type Workload } from './workload.js';

/** How far an offer keeps a deadline with the asked-for probability, if one thing changes. To a thousandth. */
export interface DeadlineLimits {
  /** The longest work that it still does in time. Undefined: none. */
  workHoursUpTo: number | undefined;
  /** The least reliability, in its own meaning, at which it does this work in time. Undefined: none does. */
  reliabilityFrom: number | undefined;
}

/** Each step asks for a whole distribution: a thousandth of the range is enough. */
const halvings = 10;

/** Found by bisection: longer work and less reliability are never in time more often. */
export function limitsOf(
  workload: Workload,
  deadline: Deadline,
  candidate: Candidate,
  { reliability, inTime: now = 0 }: Outlook,
): DeadlineLimits {
  const keeps = (workHours: number, then: Reliability) =>
    inTime(runOf({ ...workload, workHours }, candidate, then), deadline) >= deadline.probability;
  const holds = now >= deadline.probability;
  const longest = Math.min(deadline.hours * candidate.speed, workloadBounds.workHours.most);
  const shortest = workloadBounds.workHours.least;
  const { least, most } = reliabilityBounds;
  const byLength = (workHours: number) => keeps(workHours, reliability);
  const byFigure = (figure: number) => keeps(workload.workHours, withFigure(reliability, figure));
  return {
    workHoursUpTo: limit(longest, shortest, { at: workload.workHours, holds }, byLength),
    reliabilityFrom: limit(least, most, { at: figureOf(reliability), holds }, byFigure),
  };
}

/** Where it begins to hold on the way from `from` to `to`; what is known of a place on it halves the way at once. */
function limit(
  from: number,
  to: number,
  known: { at: number; holds: boolean },
  holds: (at: number) => boolean,
) {
  if (holds(from)) return from;
  const between = known.at > Math.min(from, to) && known.at < Math.max(from, to);
  if (between && known.holds) return halved(from, known.at, holds, halvings);
  if (!holds(to)) return undefined;
  return halved(between ? known.at : from, to, holds, halvings);
}
