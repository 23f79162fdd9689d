/** What was predicted, kept until its outcome is known. */
export interface Prediction {
  readonly features: readonly number[];
  readonly logit: number;
  /** What the stack said after recalibration. */
  readonly stacked: number;
  /** What the base rate was. */
  readonly base: number;
  /** What was served: the two, mixed by the gate. */
  readonly probability: number;
}

/** A prediction whose outcome is known by now. */
export interface Matured {
  readonly prediction: Prediction;
  readonly survived: boolean;
}
