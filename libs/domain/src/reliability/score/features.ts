import type { CohortRates } from './cohort.js';
import { log, survivalLogit } from './exact-math.js';
import { hourMs, type Recent, type ScoreState } from './state.js';

/** Failures' worth of its cohort that a machine is lent: the shape of its Gamma prior. */
const lentFailures = 0.5;

export const featureNames = [
  ...['gamma 6 h', 'gamma 24 h', 'gamma 336 h', 'gamma 2160 h', 'gamma life'],
  ...['failures 6 h', 'failures 24 h', 'failures 336 h', 'failures 2160 h'],
  ...['down 6 h', 'down 24 h', 'down 336 h', 'down 2160 h'],
  ...['up run', 'cohort now'],
] as const;

/**
 * What speaks for a machine's holding for `hours`: each rises with time up, falls with a failure, and its weight is never
 * negative, so neither does the score turn.
 */
export function featuresOf(state: ScoreState, rates: CohortRates, hours: number): number[] {
  const life = { failures: state.failures, upHours: state.upMs / hourMs };
  return [
    ...[...state.recent, life].map((evidence) => gammaPoisson(evidence, rates.lasting, hours)),
    ...state.recent.map(({ failures }) => -log(1 + failures)),
    ...state.recent.map(downShare),
    log(1 + state.upRunMs / hourMs),
    survivalLogit(rates.recent * hours),
  ];
}

/**
 * Log-odds of no failure in `hours` where the rate is Gamma(a + n, b + E) distributed: `((b + E) / (b + E + T))^(a + n)`, the
 * posterior predictive of a Poisson process.
 */
function gammaPoisson(
  { failures, upHours }: Pick<Recent, 'failures' | 'upHours'>,
  prior: number,
  hours: number,
): number {
  const evidence = lentFailures / prior + upHours;
  return survivalLogit((lentFailures + failures) * log(1 + hours / evidence));
}

/** The same for a bound that holds in nine of ten cases: with the rate's posterior quantile instead of its mean. */
export function cautiousFeaturesOf(state: ScoreState, rates: CohortRates, hours: number): number[] {
  const life = { failures: state.failures, upHours: state.upMs / hourMs };
  const gammas = [...state.recent, life].map(({ failures, upHours }) => {
    const evidence = lentFailures / rates.lasting + upHours;
    return survivalLogit((hours * gammaQuantile90(lentFailures + failures)) / evidence);
  });
  return [...gammas, ...featuresOf(state, rates, hours).slice(gammas.length)];
}

/** The 90 % quantile of Gamma(shape, 1), by Wilson and Hilferty (1931). Rises with the shape. */
function gammaQuantile90(shape: number): number {
  const root = 1 - 1 / (9 * shape) + 1.2815515655446004 / (3 * Math.sqrt(shape));
  return shape * root * root * root;
}

/** The part of the time that it was down, negated; all of it for a machine without a past. */
function downShare({ upHours, downHours }: Recent): number {
  return -(1 + downHours) / (1 + downHours + upHours);
}
