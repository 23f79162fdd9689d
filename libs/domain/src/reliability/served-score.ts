import { unknownReliability } from '../advice/reliability.js';
import type { Interval } from './interval.js';
import { emptyTree, rootOf, withLeaf, type IntervalTree, type Sha256 } from './interval-tree.js';
import { afterInterval } from './score/after-interval.js';
import type { CohortRates } from './score/cohort.js';
import type { HorizonModel } from './score/model.js';
import { scoreOf } from './score/score.js';
import { enrolled, SCORE_VERSION, type ScoreState } from './score/state.js';

/** What is kept of a machine's intervals: the next score needs no more of them. */
export interface KeptLog {
  readonly state: ScoreState;
  readonly tree: IntervalTree;
}

/** What a score is computed with, beside the machine's own log. */
export interface ScoreBasis {
  /** Failures of the machine's cohort per hour up. */
  rates: CohortRates;
  /** One for each horizon. */
  models: readonly HorizonModel[];
}

/** The probability of no interruption in the next `hours`. */
export interface Survival {
  hours: number;
  /** Of machines that are shown 0.9, nine in ten hold. */
  probability: number;
  /** What the probability is above in nine of ten cases. */
  lowerBound: number;
}

/** A score, with the log that it was computed from. */
export interface ServedScore {
  version: number;
  /** Up to here the log was read. */
  asOf: Date;
  /** How many intervals it had. */
  logSize: number;
  /** Its Merkle root. */
  logRoot: Uint8Array;
  survival: Survival[];
}

/** What is kept of the empty log of a machine that was enrolled at this moment. */
export function newKeptLog(enrolledAt: Date): KeptLog {
  return { state: enrolled(enrolledAt), tree: emptyTree };
}

/** The same with one more interval. What lies before its end changes nothing, so an interval counts once. */
export function keeping(kept: KeptLog, interval: Interval, sha256: Sha256): KeptLog {
  if (interval.until.getTime() <= kept.state.until) return kept;
  return {
    state: afterInterval(kept.state, interval),
    tree: withLeaf(kept.tree, interval, sha256),
  };
}

/** What is kept of a log after some more of it. */
export function keepingAll(kept: KeptLog, rest: readonly Interval[], sha256: Sha256): KeptLog {
  return rest.reduce((log, interval) => keeping(log, interval, sha256), kept);
}

/** The score after all of a log. */
export function servedScore(
  { state, tree }: KeptLog,
  { rates, models }: ScoreBasis,
  sha256: Sha256,
): ServedScore {
  return {
    version: SCORE_VERSION,
    asOf: new Date(state.until),
    logSize: tree.size,
    logRoot: rootOf(tree, sha256),
    survival: models.map((model) => {
      const { hours, probability, lowerBound } = scoreOf(state, rates, model);
      return { hours, probability, lowerBound };
    }),
  };
}

/** A log up to a moment: what begins before it, cut there. */
export function cutAt(log: readonly Interval[], asOf: Date): Interval[] {
  return log
    .filter(({ from }) => from < asOf)
    .map((interval) => ({ ...interval, until: interval.until < asOf ? interval.until : asOf }));
}

/** In which fields two scores differ: none where one is the other to the bit. */
export function scoreDifferences(one: ServedScore, other: ServedScore): string[] {
  const [ours, theirs] = [fieldsOf(one), fieldsOf(other)];
  const names = [...new Set([...ours.keys(), ...theirs.keys()])];
  return names.filter((name) => ours.get(name) !== theirs.get(name));
}

function fieldsOf({ version, asOf, logSize, logRoot, survival }: ServedScore) {
  return new Map<string, string | number>([
    ['version', version],
    ['asOf', asOf.getTime()],
    ['logSize', logSize],
    ['logRoot', logRoot.join()],
    ...survival.flatMap(({ hours, probability, lowerBound }): [string, number][] => [
      [`probability over ${hours} h`, probability],
      [`lowerBound over ${hours} h`, lowerBound],
    ]),
  ]);
}

/** The horizon by which lists are ranked. Hours. */
const listedHours = 24;

/**
 * The bound that lists are ranked and filtered by: over 24 hours, rounded down to thousandths, so that it changes where
 * people see it change. Undefined while a machine has not failed and not shown more than is assumed of whoever has shown
 * nothing; a machine that has failed is never listed below that, so that nobody gains by enrolling anew.
 */
export function listedReliability(
  { failures }: Pick<ScoreState, 'failures'>,
  survival: readonly Survival[],
): number | undefined {
  const bound = survival.find(({ hours }) => hours === listedHours)?.lowerBound ?? 0;
  const assumed = unknownReliability.least.probability;
  if (bound >= assumed) return Math.floor(bound * 1000) / 1000;
  return failures > 0 ? assumed : undefined;
}
