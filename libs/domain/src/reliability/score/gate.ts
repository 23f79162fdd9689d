import {
  fadedTenths,
  isCalibrated,
  noTenths,
  withOutcome,
  type Tenth,
} from './calibration-error.js';
import { exp } from './exact-math.js';
import type { Matured } from './prediction.js';
import {
  fadedEvidence,
  noStackEvidence,
  stackWeight,
  withDeparture,
  withWindowOver,
  type StackEvidence,
} from './stack-evidence.js';
import { hourMs } from './state.js';

const ln2 = 0.6931471805599453;
/** How long the gate remembers. Hours. */
const halfLifeHours = 2160;

/** Judges the stack by what it said before it knew: as far as that does not prove it better than the base rate, that is served. */
export interface Gate {
  readonly judgedUntil: number;
  /** The part of the stack in what is served, 0 to 1; the rest is the base rate. */
  readonly stackWeight: number;
  /** The part of machines that held, lately. */
  readonly baseRate: number;
  readonly predictions: number;
  readonly survived: number;
  readonly evidence: StackEvidence;
  /** What the stack said, by tenths. */
  readonly tenths: readonly Tenth[];
}

export function newGate(at: number): Gate {
  return {
    ...{ judgedUntil: at, stackWeight: 1, baseRate: 0.5, predictions: 0, survived: 0 },
    evidence: noStackEvidence(at),
    tenths: noTenths,
  };
}

/** The gate after these predictions over `hours` have matured. */
export function gated(gate: Gate, matured: readonly Matured[], at: number, hours: number): Gate {
  const kept = exp((-Math.max(0, at - gate.judgedUntil) / hourMs) * (ln2 / halfLifeHours));
  const predictions = gate.predictions * kept + matured.length;
  const survived = gate.survived * kept + matured.filter((one) => one.survived).length;
  let evidence = withWindowOver(fadedEvidence(gate.evidence, kept), at, hours);
  let tenths: readonly Tenth[] = fadedTenths(gate.tenths, kept);
  for (const { prediction, survived: held } of matured) {
    const outcome = held ? 1 : 0;
    evidence = withDeparture(evidence, prediction, outcome);
    tenths = withOutcome(tenths, prediction.stacked, outcome);
  }
  return {
    ...{ predictions, survived, evidence, tenths },
    judgedUntil: Math.max(at, gate.judgedUntil),
    baseRate: (1 + survived) / (2 + predictions),
    stackWeight: isCalibrated(tenths) ? stackWeight(evidence) : 0,
  };
}
