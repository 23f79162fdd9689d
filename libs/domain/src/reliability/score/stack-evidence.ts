import { hourMs } from './state.js';

/** Windows in which the stack only learns: what it says in them is served for want of anything better, and not held against it. */
const learningWindows = 2;
/** Windows that it takes to tell chance from skill. */
const judgedWindowsMin = 3;
/** Standard errors: by chance, what lies beyond comes once in twenty times. */
const standardErrors = 1.645;

/** What the stack's departures from the base rate came to, added up over predictions. */
interface Departures {
  readonly predictions: number;
  /** Of (stack - base rate) * (outcome - base rate): whether outcomes lay where the stack pointed. */
  readonly toward: number;
  /** Of (stack - base rate) squared. */
  readonly apart: number;
}

/**
 * What speaks for the stack beside the base rate: departures by windows as long as the horizon. Predictions whose horizons
 * overlap share their outcomes, and machines fail together, so that a window counts as one observation however many
 * predictions were due in it.
 */
export interface StackEvidence {
  /** The window that is under way. */
  readonly window: Departures & { readonly endsAt: number };
  /** Windows over, those included in which the stack only learned. */
  readonly windowsSeen: number;
  /** Windows judged, faded, and the sums over them. */
  readonly windows: number;
  readonly toward: number;
  readonly apart: number;
  /** Of products of the windows' sums. */
  readonly towardToward: number;
  readonly towardApart: number;
  readonly apartApart: number;
}

const noDepartures: Departures = { predictions: 0, toward: 0, apart: 0 };

export function noStackEvidence(at: number): StackEvidence {
  const sums = { toward: 0, apart: 0, towardToward: 0, towardApart: 0, apartApart: 0 };
  return { window: { ...noDepartures, endsAt: at }, windowsSeen: 0, windows: 0, ...sums };
}

/** What is left of the evidence on windows that are over when `kept` of all evidence is. */
export function fadedEvidence(evidence: StackEvidence, kept: number): StackEvidence {
  const { windows, toward, apart, towardToward, towardApart, apartApart } = evidence;
  return {
    ...evidence,
    windows: windows * kept,
    toward: toward * kept,
    apart: apart * kept,
    towardToward: towardToward * kept,
    towardApart: towardApart * kept,
    apartApart: apartApart * kept,
  };
}

/** The evidence at a moment: with the window that has ended by then, if any, and a new one of `hours` in its place. */
export function withWindowOver(evidence: StackEvidence, at: number, hours: number): StackEvidence {
  if (at < evidence.window.endsAt) return evidence;
  const { predictions, toward, apart } = evidence.window;
  const window = { ...noDepartures, endsAt: at + hours * hourMs };
  if (predictions === 0) return { ...evidence, window };
  const windowsSeen = evidence.windowsSeen + 1;
  if (windowsSeen <= learningWindows) return { ...evidence, window, windowsSeen };
  return {
    ...{ window, windowsSeen },
    windows: evidence.windows + 1,
    toward: evidence.toward + toward,
    apart: evidence.apart + apart,
    towardToward: evidence.towardToward + toward * toward,
    towardApart: evidence.towardApart + toward * apart,
    apartApart: evidence.apartApart + apart * apart,
  };
}

/** The evidence with one more prediction of the window under way, and its outcome, 0 or 1. */
export function withDeparture(
  evidence: StackEvidence,
  { stacked, base }: { readonly stacked: number; readonly base: number },
  outcome: number,
): StackEvidence {
  const { endsAt, predictions, toward, apart } = evidence.window;
  const departure = stacked - base;
  return {
    ...evidence,
    window: {
      endsAt,
      predictions: predictions + 1,
      toward: toward + departure * (outcome - base),
      apart: apart + departure * departure,
    },
  };
}

/**
 * The part of the stack in what is served, 0 to 1; the rest is the base rate. It is the part that would have had the least
 * squared errors so far (Bates and Granger 1969), drawn towards none by its standard error over windows (the test of Diebold
 * and Mariano 1995, as a positive-part shrinkage of James and Stein 1961): none while chance explains what the stack was ahead
 * by, and nearly all of it once it is ahead by many standard errors.
 *
 * So never more than twice the part with the least errors: on the windows judged so far, faded, what is served by this weight
 * has no more squared errors than the base rate has. This says nothing certain of the windows to come.
 */
export function stackWeight(evidence: StackEvidence): number {
  const { windowsSeen, windows, toward, apart } = evidence;
  if (windowsSeen < learningWindows) return 1;
  if (windowsSeen < learningWindows + judgedWindowsMin || windows <= 1) return 0;
  if (toward <= 0 || apart <= 0) return 0;
  const best = toward / apart;
  const errorsOfBest = (standardErrors * standardErrors * varianceOfBest(evidence)) / (best * best);
  return Math.min(1, Math.max(0, best * (1 - errorsOfBest)));
}

/** Of the best part, by the scatter of windows about it (Liang and Zeger 1986). */
function varianceOfBest(evidence: StackEvidence): number {
  const { windows, toward, apart, towardToward, towardApart, apartApart } = evidence;
  const part = Math.min(1, toward / apart);
  const scatter = towardToward - 2 * part * towardApart + part * part * apartApart;
  return ((Math.max(0, scatter) / (apart * apart)) * windows) / (windows - 1);
}
