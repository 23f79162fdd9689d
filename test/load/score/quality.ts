/** Predictions of one method, with what came of them; index by index. */
export interface Judged {
  probabilities: Float64Array;
  survived: Uint8Array;
}

export interface Quality {
  brier: number;
  /** 1 - Brier / Brier of the judged half's own mean: a constant that only hindsight knows. */
  skill: number;
  logLoss: number;
  /** Expected calibration error over ten bins of as many predictions; equal predictions share a bin. */
  calibrationError: number;
  /** How often a machine that held was given more than one that failed. */
  auc: number;
}

const bins = 10;
/** No prediction costs more than this certainty was worth. */
const leastProbability = 1e-6;

export function qualityOf({ probabilities, survived }: Judged): Quality {
  const count = probabilities.length;
  let [held, squares, logLoss] = [0, 0, 0];
  for (const [place, probability] of probabilities.entries()) {
    const outcome = survived[place] ?? 0;
    held += outcome;
    squares += (probability - outcome) ** 2;
    logLoss += lossOf(probability, outcome);
  }
  const mean = held / count;
  const brier = squares / count;
  const ranked = rankedOutcomes({ probabilities, survived });
  return {
    brier,
    skill: 1 - brier / (mean * (1 - mean)),
    logLoss: logLoss / count,
    calibrationError: calibrationErrorOf(ranked),
    auc: aucOf(ranked, held, count - held),
  };
}

/** Minus the logarithm of what was given to what came. */
export function lossOf(probability: number, outcome: number): number {
  const given = outcome === 1 ? probability : 1 - probability;
  return -Math.log(Math.max(leastProbability, given));
}

/** Equal predictions, in rising order. */
interface Tie {
  probability: number;
  count: number;
  held: number;
}

function rankedOutcomes({ probabilities, survived }: Judged): Tie[] {
  const order = Uint32Array.from(probabilities, (_, place) => place).sort(
    (one, other) => (probabilities[one] ?? 0) - (probabilities[other] ?? 0),
  );
  const ties: Tie[] = [];
  for (const place of order) {
    const probability = probabilities[place] ?? 0;
    const last = ties.at(-1);
    const tie = last?.probability === probability ? last : { probability, count: 0, held: 0 };
    if (tie !== last) ties.push(tie);
    tie.count += 1;
    tie.held += survived[place] ?? 0;
  }
  return ties;
}

function calibrationErrorOf(ties: readonly Tie[]): number {
  const total = ties.reduce((sum, { count }) => sum + count, 0);
  const errors = new Float64Array(bins);
  let before = 0;
  for (const { probability, count, held } of ties) {
    const bin = Math.floor((before * bins) / total);
    errors[bin] = (errors[bin] ?? 0) + probability * count - held;
    before += count;
  }
  return errors.reduce((sum, error) => sum + Math.abs(error), 0) / total;
}

/** Mann and Whitney's U, a tie counting half. */
function aucOf(ties: readonly Tie[], held: number, failed: number): number {
  let [failedBelow, wins] = [0, 0];
  for (const tie of ties) {
    const failedHere = tie.count - tie.held;
    wins += tie.held * (failedBelow + failedHere / 2);
    failedBelow += failedHere;
  }
  return wins / (held * failed);
}
