import { Refusal } from '../refusal.js';
import { assertWorkload, type Workload } from './workload.js';
import { limitsOf, type DeadlineLimits } from './deadline-limits.js';
import { outlookOf, type Candidate, type Outlook } from './outlook.js';
import { publishedAdvice, type PublishedAdvice } from './published-advice.js';
import { assertReliability, unknownReliability } from './reliability.js';
import { turningPoint, type TurningPoint } from './turning-point.js';
import { refuseAmount, refuseOutside } from './within.js';

/** How many offers are compared at most. */
export const candidatesMax = 10;

/** Far slower than the slowest and far faster than the fastest against any other. */
export const speedBounds = { least: 0.01, most: 100 } as const;

/** An offer, and what to expect of it. */
export interface Advised {
  candidate: Candidate;
  /** By its reliability; where that is not known, by the least it may be. Offers are ordered by it. */
  outlook: Outlook;
  /** By the most it may be, where the reliability is not known. */
  atMost: Outlook | undefined;
  /** Whether deadline and budget are kept, where there are any. */
  fits: boolean;
  /** Until when it keeps the deadline; undefined where there is none. */
  deadlineLimits: DeadlineLimits | undefined;
}

/** Offers compared by what a workload is expected to cost and to take. */
export interface Advice {
  /** The best first. */
  ranked: Advised[];
  /** Where the best and each other offer change places. */
  turningPoints: TurningPoint[];
  /** What the published rule of thumb says, and what following it costs. Undefined where nothing can be compared. */
  published: PublishedAdvice | undefined;
}

/**
 * Compares offers for a workload. First come those that keep deadline and budget; then by money and the worth of waiting
 * together, then by time, then as they were given. Refuses `MALFORMED_INPUT`.
 */
export function advise(workload: Workload, candidates: readonly Candidate[]): Advice {
  assertWorkload(workload, 'workload');
  assertCandidates(candidates);
  const ranked = candidates.map((candidate) => advised(workload, candidate)).toSorted(before);
  const [best, ...others] = ranked;
  if (best === undefined) return { ranked, turningPoints: [], published: undefined };
  const turningPoints = others.map((other) => turningPoint(workload, best, other));
  return { ranked, turningPoints, published: publishedAdvice(workload, ranked) };
}

function advised(workload: Workload, candidate: Candidate): Advised {
  const { reliability } = candidate;
  const outlook = outlookOf(workload, candidate, reliability ?? unknownReliability.least);
  const atMost =
    reliability === undefined ? outlookOf(workload, candidate, unknownReliability.most) : undefined;
  const deadlineLimits =
    workload.deadline && limitsOf(workload, workload.deadline, candidate, outlook);
  return { candidate, outlook, atMost, fits: fits(workload, outlook), deadlineLimits };
}

function fits({ deadline, budgetUnits }: Workload, { expected, inTime }: Outlook): boolean {
  if (expected === undefined) return false;
  const kept = deadline === undefined || (inTime ?? 0) >= deadline.probability;
  return kept && (budgetUnits === undefined || expected.costUnits <= budgetUnits);
}

function before(one: Advised, other: Advised): number {
  if (one.fits !== other.fits) return one.fits ? -1 : 1;
  const [first, second] = [one.outlook.expected, other.outlook.expected];
  if (first === undefined || second === undefined)
    return Number(first === undefined) - Number(second === undefined);
  if (first.totalUnits !== second.totalUnits) return first.totalUnits < second.totalUnits ? -1 : 1;
  return first.hours - second.hours;
}

function assertCandidates(candidates: readonly Candidate[]): void {
  const refuse = (reason: string) => {
    throw new Refusal('MALFORMED_INPUT', { field: 'candidates', reason });
  };
  if (candidates.length < 1 || candidates.length > candidatesMax)
    refuse(`not 1 to ${candidatesMax} offers`);
  if (new Set(candidates.map(({ id }) => id)).size < candidates.length)
    refuse('two of the same name');
  for (const candidate of candidates) assertCandidate(candidate);
}

function assertCandidate(candidate: Candidate): void {
  const field = (name: string) => `candidates.${candidate.id}.${name}`;
  refuseAmount(field('pricePerHourUnits'), candidate.pricePerHourUnits);
  refuseAmount(field('interruptedPricePerHourUnits'), candidate.interruptedPricePerHourUnits);
  if (candidate.pricePerHourUnits === 0n)
    throw new Refusal('MALFORMED_INPUT', { field: field('pricePerHourUnits'), reason: 'zero' });
  refuseOutside(field('speed'), candidate.speed, speedBounds);
  if (candidate.reliability !== undefined)
    assertReliability(candidate.reliability, field('reliability'));
}
