import { newHorizonModel, type HorizonModel } from './score/model.js';

/** Of a horizon's model, what a score is computed with: what it has learned with is left out. */
export interface PublishedHorizon {
  hours: number;
  /** A weight for each feature, and the intercept. */
  stackWeights: readonly number[];
  /** Slope and intercept. */
  calibrationWeights: readonly number[];
  /** Served in place of the stack while the gate is shut. */
  baseRate: number;
  isOpen: boolean;
}

export function publishedHorizon({
  hours,
  stack,
  calibration,
  gate: { baseRate, isOpen },
}: HorizonModel): PublishedHorizon {
  return {
    ...{ hours, baseRate, isOpen },
    stackWeights: stack.weights,
    calibrationWeights: calibration.weights,
  };
}

/** A model that scores as the published one does. */
export function modelAsPublished(published: PublishedHorizon): HorizonModel {
  const { hours, stackWeights, calibrationWeights, baseRate, isOpen } = published;
  const model = newHorizonModel(hours, new Date(0));
  return {
    hours,
    stack: { ...model.stack, weights: stackWeights },
    calibration: { ...model.calibration, weights: calibrationWeights },
    gate: { ...model.gate, baseRate, isOpen },
  };
}
