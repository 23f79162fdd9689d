import type { Advised } from './advise.js';
import { runOf, totalOf, type Candidate } from './outlook.js';
import { figureOf, reliabilityBounds, withFigure, type Reliability } from './reliability.js';
import { meanRun } from './stretches.js';
import { firstTurn } from './turn.js';
import { workloadBounds, type Workload } from './workload.js';

/**
 * Where two offers change places by what they cost, money and waiting together, if one thing changes and all else stays.
 * Undefined: never, within the bounds of what can be asked.
 */
export interface TurningPoint {
  /** The offer that costs less now. */
  ahead: string;
  /** The one that costs less beyond the turning point. */
  behind: string;
  /** For work shorter than this. */
  workHoursBelow: number | undefined;
  /** For work longer than this. */
  workHoursAbove: number | undefined;
  /** Where an hour of waiting is worth less than this. Rounded down. */
  hourValueBelowUnits: bigint | undefined;
  /** Where an hour of waiting is worth more than this. Rounded up. */
  hourValueAboveUnits: bigint | undefined;
  /** Where the reliability of the one ahead, in its own meaning, is below this. */
  aheadReliabilityBelow: number | undefined;
  /** Where the reliability of the one behind is above this. */
  behindReliabilityAbove: number | undefined;
}

/** Where two offers change places. Found by bisection; deadline and budget play no part. */
export function turningPoint(workload: Workload, one: Advised, other: Advised): TurningPoint {
  const costs = ({ candidate, outlook }: Advised) =>
    totalOf(workload, candidate, outlook.reliability);
  const [ahead, behind] = costs(other) < costs(one) ? [other, one] : [one, other];
  const [its, theirs] = [behind.outlook.reliability, ahead.outlook.reliability];
  const itsTotal = (changed: Workload, then = its) => totalOf(changed, behind.candidate, then);
  const theirTotal = (changed: Workload, then = theirs) => totalOf(changed, ahead.candidate, then);
  const [itsNow, theirsNow] = [itsTotal(workload), theirTotal(workload)];
  const atLength = (workHours: number) =>
    itsTotal({ ...workload, workHours }) < theirTotal({ ...workload, workHours });
  const { least, most } = workloadBounds.workHours;
  return {
    ahead: ahead.candidate.id,
    behind: behind.candidate.id,
    workHoursBelow: firstTurn(workload.workHours, least, atLength),
    workHoursAbove: firstTurn(workload.workHours, most, atLength),
    ...hourValues(workload, ahead, behind),
    aheadReliabilityBelow: firstTurn(
      figureOf(theirs),
      reliabilityBounds.least,
      (figure) => itsNow < theirTotal(workload, withFigure(theirs, figure)),
    ),
    behindReliabilityAbove: firstTurn(
      figureOf(its),
      reliabilityBounds.most,
      (figure) => itsTotal(workload, withFigure(its, figure)) < theirsNow,
    ),
  };
}

type HourValues = Pick<TurningPoint, 'hourValueBelowUnits' | 'hourValueAboveUnits'>;

/** Both totals are straight lines in the value of an hour: they cross once, or never. */
function hourValues(workload: Workload, ahead: Advised, behind: Advised): HourValues {
  const its = line(workload, behind.candidate, behind.outlook.reliability);
  const theirs = line(workload, ahead.candidate, ahead.outlook.reliability);
  const never = { hourValueBelowUnits: undefined, hourValueAboveUnits: undefined };
  const crossing = (its.money - theirs.money) / (theirs.hours - its.hours);
  if (!(crossing >= 0 && crossing < 2 ** 96)) return never;
  return its.hours < theirs.hours
    ? { ...never, hourValueAboveUnits: BigInt(Math.ceil(crossing)) }
    : { ...never, hourValueBelowUnits: BigInt(Math.floor(crossing)) };
}

function line(workload: Workload, candidate: Candidate, reliability: Reliability) {
  const { hours } = meanRun(runOf(workload, candidate, reliability));
  return { hours, money: totalOf({ ...workload, hourValueUnits: 0n }, candidate, reliability) };
}
