import { exp } from './exact-math.js';
import { hourMs } from './state.js';

const ln2 = 0.6931471805599453;
const recentHours = 1;
const lastingHours = 2160;
/** Failures' worth of the fleet that a cohort without a past is lent. */
const lentFailures = 2;
/** Failures an hour of a fleet without a past, and for how much they count: one failure. */
const firstRate = 0.01;

/** What the machines of one kind (model, tier, country) come to together; the fleet is the cohort of all. */
export interface CohortState {
  readonly until: number;
  readonly recent: CohortEvidence;
  readonly lasting: CohortEvidence;
}

interface CohortEvidence {
  readonly failures: number;
  readonly upHours: number;
}

/** Failures per machine and hour up, as a cohort's own evidence and its fleet's have them. */
export interface CohortRates {
  /** Over about an hour: what is going on now. */
  readonly recent: number;
  /** Over about three months: the prior of a machine. */
  readonly lasting: number;
}

export function newCohort(at: Date): CohortState {
  const nothing = { failures: 0, upHours: 0 };
  return { until: at.getTime(), recent: nothing, lasting: nothing };
}

/** The cohort with what its machines did until a moment: hours up and failures, each machine's own added up. */
export function afterCohortHours(
  cohort: CohortState,
  { until, upHours, failures }: CohortEvidence & { until: Date },
): CohortState {
  const hours = Math.max(0, until.getTime() - cohort.until) / hourMs;
  const next = (evidence: CohortEvidence, halfLife: number) => {
    const kept = exp((-hours * ln2) / halfLife);
    return {
      failures: evidence.failures * kept + failures,
      upHours: evidence.upHours * kept + upHours,
    };
  };
  return {
    until: Math.max(cohort.until, until.getTime()),
    recent: next(cohort.recent, recentHours),
    lasting: next(cohort.lasting, lastingHours),
  };
}

/** The cohort's rates, drawn towards its fleet's as far as it has no evidence of its own. */
export function cohortRates(cohort: CohortState, fleet: CohortState): CohortRates {
  const ofFleet = rateOf(fleet.lasting, 1, firstRate);
  return {
    recent: rateOf(cohort.recent, lentFailures, ofFleet),
    lasting: rateOf(cohort.lasting, lentFailures, ofFleet),
  };
}

/** Mean of the Gamma posterior of a rate after a prior of this mean that is worth so many failures. */
function rateOf({ failures, upHours }: CohortEvidence, worth: number, mean: number): number {
  return (worth + failures) / (worth / mean + upHours);
}
