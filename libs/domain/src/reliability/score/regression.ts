import { exp, logistic } from './exact-math.js';
import { hourMs } from './state.js';

const ln2 = 0.6931471805599453;

/** Observations' worth of the weights that a regression starts from. */
const priorWorth = 100;
/** Coordinate descents on the quadratic model of a batch. */
const sweeps = 20;
/** No weight moves by more than this in a batch, so that a first odd batch does not throw it off. */
const stepMax = 1;
/** Least curvature of an observation, so that what seemed certain is still learned from. */
const curvatureMin = 1e-4;

/**
 * A logistic regression that is learned as outcomes come in: Newton's steps on what it remembers of the curvature of the
 * log-loss, under the condition that no weight but the last, the intercept's, is negative. A weight that cannot be negative
 * keeps the direction of its feature. After online Newton steps (Hazan, Agarwal, Kale 2007), with forgetting.
 */
export interface Regression {
  readonly learnedUntil: number;
  readonly start: readonly number[];
  readonly weights: readonly number[];
  readonly curvature: readonly (readonly number[])[];
}

export interface Observation {
  readonly features: readonly number[];
  readonly survived: boolean;
}

/** Not yet learned: `start` has a weight for each feature, and the intercept. */
export function newRegression(start: readonly number[], at: number): Regression {
  const curvature = start.map((_, row) =>
    start.map((_, column) => (row === column ? priorWorth : 0)),
  );
  return { learnedUntil: at, start, weights: start, curvature };
}

/** The log-odds that it gives to surviving. */
export function logitOf(
  { weights }: Pick<Regression, 'weights'>,
  features: readonly number[],
): number {
  let sum = weights[features.length] ?? 0;
  for (const [place, feature] of features.entries()) sum += feature * (weights[place] ?? 0);
  return sum;
}

/** The regression after a batch of outcomes that were known at `at`, with a memory of this half-life. */
export function learned(
  regression: Regression,
  batch: readonly Observation[],
  at: number,
  halfLifeHours: number,
): Regression {
  const hours = Math.max(0, at - regression.learnedUntil) / hourMs;
  const kept = exp((-hours * ln2) / halfLifeHours);
  const curvature = regression.curvature.map((row, place) =>
    row.map((value, column) => value * kept + (place === column ? priorWorth * (1 - kept) : 0)),
  );
  const gradient = regression.weights.map(
    (weight, place) => (1 - kept) * priorWorth * ((regression.start[place] ?? 0) - weight),
  );
  for (const observation of batch) observe(observation, regression, gradient, curvature);
  const step = nonNegativeStep(regression.weights, gradient, curvature);
  const weights = regression.weights.map((weight, place) => weight + (step[place] ?? 0));
  return { ...regression, learnedUntil: Math.max(at, regression.learnedUntil), weights, curvature };
}

/** Adds an observation's gradient and curvature, in place: both are of this batch alone. */
function observe(
  { features, survived }: Observation,
  regression: Regression,
  gradient: number[],
  curvature: number[][],
): void {
  const inputs = [...features, 1];
  const expected = logistic(logitOf(regression, features));
  const surprise = (survived ? 1 : 0) - expected;
  const curved = Math.max(curvatureMin, expected * (1 - expected));
  for (const [place, input] of inputs.entries()) {
    gradient[place] = (gradient[place] ?? 0) + surprise * input;
    const row = curvature[place] ?? [];
    const scale = curved * input;
    for (const [column, other] of inputs.entries())
      row[column] = (row[column] ?? 0) + scale * other;
  }
}

/** The step that the quadratic model wants, among those that leave no weight but the last negative. */
function nonNegativeStep(
  weights: readonly number[],
  gradient: readonly number[],
  curvature: readonly (readonly number[])[],
): number[] {
  const step = weights.map(() => 0);
  for (let sweep = 0; sweep < sweeps; sweep += 1)
    for (const [place, weight] of weights.entries()) {
      const row = curvature[place] ?? [];
      const own = row[place] ?? 1;
      let rest = (gradient[place] ?? 0) + own * (step[place] ?? 0);
      for (const [column, moved] of step.entries()) rest -= (row[column] ?? 0) * moved;
      const isIntercept = place === weights.length - 1;
      step[place] = isIntercept ? rest / own : Math.max(-weight, rest / own);
    }
  const longest = step.reduce((most, part) => Math.max(most, Math.abs(part)), stepMax);
  return step.map((part) => (part * stepMax) / longest);
}
