const bins = 10;
/** The calibration error above which the stack is not served, beside what chance makes of few predictions. */
const calibrationErrorMax = 0.1;

/** What was said in a tenth of the probabilities, and what came of it. */
export interface Tenth {
  readonly predictions: number;
  readonly expected: number;
  readonly survived: number;
}

export const noTenths: readonly Tenth[] = Array.from({ length: bins }, () => ({
  predictions: 0,
  expected: 0,
  survived: 0,
}));

export function fadedTenths(tenths: readonly Tenth[], kept: number): Tenth[] {
  return tenths.map(({ predictions, expected, survived }) => ({
    predictions: predictions * kept,
    expected: expected * kept,
    survived: survived * kept,
  }));
}

/** The tenths with one more outcome, 0 or 1, of what was given this probability. */
export function withOutcome(
  tenths: readonly Tenth[],
  probability: number,
  outcome: number,
): readonly Tenth[] {
  const place = Math.min(bins - 1, Math.floor(probability * bins));
  const { predictions = 0, expected = 0, survived = 0 } = tenths[place] ?? {};
  return tenths.with(place, {
    predictions: predictions + 1,
    expected: expected + probability,
    survived: survived + outcome,
  });
}

/** Whether the expected calibration error over these tenths is what it may be. */
export function isCalibrated(tenths: readonly Tenth[]): boolean {
  const predictions = tenths.reduce((sum, tenth) => sum + tenth.predictions, 0);
  const off = tenths.reduce((sum, tenth) => sum + Math.abs(tenth.expected - tenth.survived), 0);
  const count = Math.max(1, predictions);
  return off / count <= calibrationErrorMax + Math.sqrt(bins / count);
}
