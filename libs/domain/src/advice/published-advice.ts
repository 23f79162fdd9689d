import type { Advised } from './advise.js';
import type { Workload } from './workload.js';
import { outlookOf } from './outlook.js';
import { figureOf } from './reliability.js';

export const publishedRules = ['ANY_TIER', 'RELIABLE', 'CHECKPOINTS'] as const;
/** ANY_TIER: whatever is cheapest. RELIABLE: a fixed price, or 0.99. CHECKPOINTS: every 30 to 60 minutes. */
export type PublishedRule = (typeof publishedRules)[number];

/**
 * The published rule of thumb (comparison of RunPod and Vast.ai, 2026-02-12), by hours of work: up to 4 any tier, up to 12
 * a fixed tier or a reliability of at least 0.99, above that checkpoints every 30 to 60 minutes.
 */
const published = {
  anyTierUntilHours: 4,
  reliableUntilHours: 12,
  reliableFrom: 0.99,
  checkpointHours: { least: 0.5, most: 1 },
} as const;

/** Following the rule may cost a hundredth more than the best before we call it wrong. */
const agreesWithinParts = 100n;

/** What the rule says of a workload, and what following it costs beside the best offer and plan. */
export interface PublishedAdvice {
  rule: PublishedRule;
  /** The best that follows the rule. Undefined where it cannot be followed: no such offer, or a workload without checkpoints. */
  followed: { id: string; totalUnits: bigint; checkpointHours: number | undefined } | undefined;
  /** How much more that costs than the best, waiting included; below zero where the best keeps a deadline at a price. */
  extraUnits: bigint | undefined;
  /** Whether that is at most a hundredth more. */
  agrees: boolean | undefined;
}

/** Holds the published rule against the offers, the best first. Undefined where no offer is expected to end the workload. */
export function publishedAdvice(
  workload: Workload,
  ranked: readonly Advised[],
): PublishedAdvice | undefined {
  const best = ranked[0]?.outlook.expected?.totalUnits;
  if (best === undefined) return undefined;
  const rule = ruleFor(workload.workHours);
  const followed = following[rule](workload, ranked);
  const extraUnits = followed && followed.totalUnits - best;
  const agrees = extraUnits === undefined ? undefined : extraUnits * agreesWithinParts <= best;
  return { rule, followed, extraUnits, agrees };
}

function ruleFor(hours: number): PublishedRule {
  if (hours <= published.anyTierUntilHours) return 'ANY_TIER';
  return hours <= published.reliableUntilHours ? 'RELIABLE' : 'CHECKPOINTS';
}

type Followed = PublishedAdvice['followed'];

const following: Record<
  PublishedRule,
  (workload: Workload, ranked: readonly Advised[]) => Followed
> = {
  ANY_TIER: (_workload, ranked) => cheapestOf(ranked.toSorted(byPrice).slice(0, 1)),
  RELIABLE: (_workload, ranked) => cheapestOf(ranked.filter(isReliable)),
  CHECKPOINTS(workload, ranked) {
    if (workload.checkpoints === undefined) return undefined;
    return cheapestOf(ranked.map((advised) => saving(workload, advised)));
  },
};

function byPrice(one: Advised, other: Advised): number {
  const difference = one.candidate.pricePerHourUnits - other.candidate.pricePerHourUnits;
  return Number(difference > 0n) - Number(difference < 0n);
}

function isReliable({ candidate: { tier, reliability } }: Advised): boolean {
  return (
    tier === 'SECURE' ||
    (reliability !== undefined && figureOf(reliability) >= published.reliableFrom)
  );
}

/** The offer with checkpoints as often as the rule says: our own interval where that lies within. */
function saving(workload: Workload, { outlook, ...advised }: Advised): Advised {
  const { least, most } = published.checkpointHours;
  const ours = outlook.checkpoints?.everyHours ?? most;
  if (workload.checkpoints === undefined || (ours >= least && ours <= most))
    return { ...advised, outlook };
  const checkpoints = { ...workload.checkpoints, everyHours: ours < least ? least : most };
  const asPublished = { ...workload, checkpoints, deadline: undefined, budgetUnits: undefined };
  const changed = outlookOf(asPublished, advised.candidate, outlook.reliability);
  return { ...advised, outlook: changed };
}

function cheapestOf(offers: readonly Advised[]): Followed {
  return offers
    .flatMap(({ candidate: { id }, outlook: { expected, checkpoints } }) => {
      if (expected === undefined) return [];
      const { totalUnits } = expected;
      return [{ id, totalUnits, checkpointHours: checkpoints?.everyHours }];
    })
    .toSorted((one, other) => Number(one.totalUnits - other.totalUnits))[0];
}
