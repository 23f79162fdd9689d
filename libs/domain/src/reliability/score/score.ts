import { afterInterval } from './after-interval.js';
import type { CohortRates } from './cohort.js';
import { exp } from './exact-math.js';
import { cautiousFeaturesOf, featuresOf } from './features.js';
import { predict, type HorizonModel } from './model.js';
import type { Prediction } from './prediction.js';
import { enrolled, hourMs, SCORE_VERSION, type ScoreState } from './state.js';

/** -ln 0.1: with this many failures expected, one is seen in nine of ten cases. */
const unseen = 2.302585092994046;
const decimals = 1e6;

/** How likely a machine is to go without interruption for `hours` from now on. */
export interface Score {
  readonly version: number;
  readonly hours: number;
  /** Calibrated: of machines shown 0.9, nine in ten hold. Six decimals. */
  readonly probability: number;
  /** What the probability is above in nine of ten cases, and what lists are ranked by. Six decimals; 0 for a newcomer. */
  readonly lowerBound: number;
}

/**
 * The score of a machine in this state, up now, among machines that fail at these rates. Neither number is below the bound of a
 * machine that enrolled after this one's last failure, so that nobody gains by being one.
 */
export function scoreOf(state: ScoreState, rates: CohortRates, model: HorizonModel): Score {
  return scoreOfPrediction(
    state,
    rates,
    model,
    predict(model, featuresOf(state, rates, model.hours)),
  );
}

/** The same of a prediction that was made already, to be learned from. */
export function scoreOfPrediction(
  state: ScoreState,
  rates: CohortRates,
  model: HorizonModel,
  { probability }: Prediction,
): Score {
  const own = Math.min(probability, boundOf(state, rates, model));
  const lowerBound = Math.max(own, boundSinceFailure(state, rates, model, own));
  return {
    version: SCORE_VERSION,
    hours: model.hours,
    probability: rounded(Math.max(probability, lowerBound)),
    lowerBound: rounded(lowerBound),
  };
}

/** Of the stack alone: the base rate says nothing of how far a single machine may be from it. */
function boundOf(state: ScoreState, rates: CohortRates, model: HorizonModel): number {
  const shown = shownBound(state.upMs / hourMs, model.hours);
  const cautious = predict(model, cautiousFeaturesOf(state, rates, model.hours)).stacked;
  const expected = predict(model, featuresOf(state, rates, model.hours)).probability;
  return Math.min(cautious, expected, shown);
}

/** No more than a machine has shown itself, whatever its cohort: hours without failure bound a rate by `unseen / hours`. */
function shownBound(shownHours: number, hours: number): number {
  return shownHours > 0 ? exp((-unseen * hours) / shownHours) : 0;
}

/** The bound of the machine as it would stand if it had enrolled after its last failure; `enough` if it is not above that. */
function boundSinceFailure(
  { until, upRunMs, failures }: ScoreState,
  rates: CohortRates,
  model: HorizonModel,
  enough: number,
): number {
  if (failures === 0 || shownBound(upRunMs / hourMs, model.hours) <= enough) return enough;
  const [from, now] = [new Date(until - upRunMs), new Date(until)];
  return boundOf(afterInterval(enrolled(from), { state: 'UP', from, until: now }), rates, model);
}

function rounded(share: number): number {
  return Math.round(share * decimals) / decimals;
}
