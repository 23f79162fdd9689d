import { featureNames } from './features.js';
import { gated, newGate, type Gate } from './gate.js';
import { logistic } from './exact-math.js';
import type { Matured, Prediction } from './prediction.js';
import { learned, logitOf, newRegression, type Regression } from './regression.js';

/** How long the stack remembers. Hours. */
const stackHalfLifeHours = 8760;
/** How long the recalibration remembers: shorter, it follows what drifts. Hours. */
const calibrationHalfLifeHours = 2160;

/** What the fleet has taught about machines' holding for `hours`. One model each horizon, learned from its past alone. */
export interface HorizonModel {
  readonly hours: number;
  /** Weighs the features. */
  readonly stack: Regression;
  /** Maps the stack's log-odds to what became of machines that were given them (Platt 1999). Its slope is never negative. */
  readonly calibration: Regression;
  readonly gate: Gate;
}

export function newHorizonModel(hours: number, at: Date): HorizonModel {
  const share = 1 / featureNames.length;
  return {
    hours,
    stack: newRegression([...featureNames.map(() => share), 0], at.getTime()),
    calibration: newRegression([1, 0], at.getTime()),
    gate: newGate(at.getTime()),
  };
}

export function predict(model: HorizonModel, features: readonly number[]): Prediction {
  const logit = logitOf(model.stack, features);
  const stacked = logistic(logitOf(model.calibration, [logit]));
  const { baseRate: base, stackWeight } = model.gate;
  return { features, logit, stacked, base, probability: base + stackWeight * (stacked - base) };
}

/** The model after predictions have matured at a moment, each judged as it was made. */
export function afterMatured(
  model: HorizonModel,
  matured: readonly Matured[],
  at: Date,
): HorizonModel {
  const now = at.getTime();
  const stack = matured.map(({ prediction, survived }) => ({
    features: prediction.features,
    survived,
  }));
  const calibration = matured.map(({ prediction, survived }) => ({
    features: [prediction.logit],
    survived,
  }));
  return {
    ...model,
    stack: learned(model.stack, stack, now, stackHalfLifeHours),
    calibration: learned(model.calibration, calibration, now, calibrationHalfLifeHours),
    gate: gated(model.gate, matured, now, model.hours),
  };
}
