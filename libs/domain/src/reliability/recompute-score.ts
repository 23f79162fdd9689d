import type { Interval } from './interval.js';
import type { Sha256 } from './interval-tree.js';
import {
  cutAt,
  keepingAll,
  newKeptLog,
  scoreDifferences,
  servedScore,
  type ScoreBasis,
  type ServedScore,
} from './served-score.js';

/** A score that somebody claims, and what comes out of the log. */
export interface RecomputedScore {
  recomputed: ServedScore;
  /** The fields that differ. None: the claim holds to the bit. */
  differences: string[];
}

/**
 * Computes a claimed score again, from nothing but the machine's whole log, the oldest interval first, and the basis that
 * the claim names. Undefined for an empty log, of which nothing can be claimed.
 */
export function recomputeScore(
  claimed: ServedScore,
  log: readonly Interval[],
  basis: ScoreBasis,
  sha256: Sha256,
): RecomputedScore | undefined {
  const [first] = log;
  if (first === undefined) return undefined;
  const kept = keepingAll(newKeptLog(first.from), cutAt(log, claimed.asOf), sha256);
  const recomputed = servedScore(kept, basis, sha256);
  return { recomputed, differences: scoreDifferences(claimed, recomputed) };
}
