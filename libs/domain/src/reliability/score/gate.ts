import { exp } from './exact-math.js';
import type { Matured } from './prediction.js';
import { hourMs } from './state.js';

const ln2 = 0.6931471805599453;
/** How long the gate remembers. Hours. */
const halfLifeHours = 2160;
const bins = 10;
/** The calibration error above which the stack is not served, beside what chance makes of few predictions. */
const calibrationErrorMax = 0.1;

/** What was said in a tenth of the probabilities, and what came of it. */
interface Bin {
  readonly predictions: number;
  readonly expected: number;
  readonly survived: number;
}

/** Judges the stack by what it said before it knew: while it is worse than the base rate or badly calibrated, that is served. */
export interface Gate {
  readonly judgedUntil: number;
  readonly isOpen: boolean;
  /** The part of machines that held, lately. */
  readonly baseRate: number;
  readonly predictions: number;
  readonly survived: number;
  /** Squared errors, added up. */
  readonly stackLoss: number;
  readonly baseLoss: number;
  readonly bins: readonly Bin[];
}

export function newGate(at: number): Gate {
  const empty = Array.from({ length: bins }, () => ({ predictions: 0, expected: 0, survived: 0 }));
  const nothing = { predictions: 0, survived: 0, stackLoss: 0, baseLoss: 0, bins: empty };
  return { judgedUntil: at, isOpen: true, baseRate: 0.5, ...nothing };
}

/** The gate after these predictions have matured. */
export function gated(gate: Gate, matured: readonly Matured[], at: number): Gate {
  const kept = exp((-Math.max(0, at - gate.judgedUntil) / hourMs) * (ln2 / halfLifeHours));
  const predictions = gate.predictions * kept + matured.length;
  const survived = gate.survived * kept + matured.filter((one) => one.survived).length;
  const baseRate = (1 + survived) / (2 + predictions);
  const sums = matured.reduce<Sums>((all, one) => judged(all, one, baseRate), {
    predictions,
    survived,
    stackLoss: gate.stackLoss * kept,
    baseLoss: gate.baseLoss * kept,
    bins: gate.bins.map((bin) => ({
      predictions: bin.predictions * kept,
      expected: bin.expected * kept,
      survived: bin.survived * kept,
    })),
  });
  return {
    ...sums,
    judgedUntil: Math.max(at, gate.judgedUntil),
    baseRate,
    isOpen:
      sums.stackLoss <= sums.baseLoss &&
      calibrationError(sums) <=
        calibrationErrorMax + Math.sqrt(bins / Math.max(1, sums.predictions)),
  };
}

type Sums = Omit<Gate, 'judgedUntil' | 'isOpen' | 'baseRate'>;

/** The base rate is given the very outcomes that it is compared on, so that the stack is not ahead for its being slow. */
function judged(sums: Sums, { prediction, survived }: Matured, baseRate: number): Sums {
  const outcome = survived ? 1 : 0;
  const place = Math.min(bins - 1, Math.floor(prediction.stacked * bins));
  return {
    ...sums,
    stackLoss: sums.stackLoss + (prediction.stacked - outcome) ** 2,
    baseLoss: sums.baseLoss + (baseRate - outcome) ** 2,
    bins: sums.bins.with(place, withOutcome(sums.bins[place], prediction.stacked, outcome)),
  };
}

function withOutcome(bin: Bin | undefined, expected: number, outcome: number): Bin {
  return {
    predictions: (bin?.predictions ?? 0) + 1,
    expected: (bin?.expected ?? 0) + expected,
    survived: (bin?.survived ?? 0) + outcome,
  };
}

/** Expected calibration error over tenths of the probabilities. */
function calibrationError({ predictions, bins: tenths }: Sums): number {
  if (predictions === 0) return 0;
  const errors = tenths.map(({ expected, survived }) => Math.abs(expected - survived));
  return errors.reduce((sum, error) => sum + error, 0) / predictions;
}
