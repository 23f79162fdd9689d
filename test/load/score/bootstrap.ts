import type { Random } from '../../faults/random.ts';
import { lossOf, type Judged } from './quality.ts';

export interface Interval {
  low: number;
  high: number;
}

export interface Intervals {
  brier: Interval;
  skill: Interval;
  logLoss: Interval;
}

/** A unit's predictions added up. */
type Sums = readonly [count: number, held: number, squares: number, logLoss: number];

/**
 * 95 % intervals by drawing whole units with replacement (Efron 1979): what a unit does hangs together, so single predictions would
 * make them too narrow. The hindsight mean is that of each draw.
 */
export function bootstrapped(
  { probabilities, survived }: Judged,
  units: Uint32Array,
  { draws, random }: { draws: number; random: Random },
): Intervals {
  const byUnit = new Map<number, Sums>();
  for (const [place, probability] of probabilities.entries()) {
    const outcome = survived[place] ?? 0;
    const error = probability - outcome;
    const one: Sums = [1, outcome, error * error, lossOf(probability, outcome)];
    const unit = units[place] ?? 0;
    byUnit.set(unit, plus(byUnit.get(unit), one));
  }
  const sums = [...byUnit.values()];
  const drawn = Array.from({ length: draws }, () => figuresOf(draw(sums, random)));
  return {
    brier: middle(drawn.map(({ brier }) => brier)),
    skill: middle(drawn.map(({ skill }) => skill)),
    logLoss: middle(drawn.map(({ logLoss }) => logLoss)),
  };
}

function draw(sums: readonly Sums[], random: Random): Sums {
  let drawn: Sums = [0, 0, 0, 0];
  for (let left = sums.length; left > 0; left -= 1)
    drawn = plus(sums[random.below(sums.length)], drawn);
  return drawn;
}

function plus(one: Sums | undefined, other: Sums): Sums {
  if (one === undefined) return other;
  return [one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]];
}

function figuresOf([count, held, squares, logLoss]: Sums) {
  const mean = held / count;
  return {
    brier: squares / count,
    skill: 1 - squares / count / (mean * (1 - mean)),
    logLoss: logLoss / count,
  };
}

function middle(values: readonly number[]): Interval {
  const sorted = values.filter(Number.isFinite).toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { low: at(0.025), high: at(0.975) };
}
