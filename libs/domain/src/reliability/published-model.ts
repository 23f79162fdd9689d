import { newHorizonModel, type HorizonModel } from './score/model.js';

/** Of a horizon's model, what a score is computed with: what it has learned with is left out. */
export interface PublishedHorizon {
  hours: number;
  /** A weight for each feature, and the intercept. */
  stackWeights: readonly number[];
  /** Slope and intercept. */
  calibrationWeights: readonly number[];
  baseRate: number;
  /** The part of the stack in what is served, 0 to 1; the rest is the base rate. */
  stackWeight: number;
}

export function publishedHorizon({
  hours,
  stack,
  calibration,
  gate: { baseRate, stackWeight },
}: HorizonModel): PublishedHorizon {
  return {
    ...{ hours, baseRate, stackWeight },
    stackWeights: stack.weights,
    calibrationWeights: calibration.weights,
  };
}

/** A model that scores as the published one does. */
export function modelAsPublished(published: PublishedHorizon): HorizonModel {
  const { hours, stackWeights, calibrationWeights, baseRate, stackWeight } = published;
  const model = newHorizonModel(hours, new Date(0));
  return {
    hours,
    stack: { ...model.stack, weights: stackWeights },
    calibration: { ...model.calibration, weights: calibrationWeights },
    gate: { ...model.gate, baseRate, stackWeight },
  };
}
