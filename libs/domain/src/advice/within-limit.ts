import type { Run, Stretch } from './stretches.js';

/** What an hour of a run counts towards a limit, running and down: 1 and 1 towards a deadline, prices towards a budget. */
export interface Weights {
  running: number;
  down: number;
}

/** Steps of the grid that losses are put on. */
const steps = 200;

/**
 * The probability that a run stays within a limit. What an undisturbed run needs is fixed; the rest is the loss of each
 * failure: the hours of the failed attempt (an exponential, cut off at the attempt's length), the time down, and one
 * restart. Losses of stretches are independent, so their distributions are convolved, on a grid of 200 steps up to the
 * slack, where each loss is split between its two neighbours so that means are kept. The error is below 0.01: it is held
 * against a simulation.
 */
export function probabilityWithin(run: Run, limit: number, weights: Weights): number {
  const undisturbed = run.stretches.reduce(
    (sum, { count, hours }) => sum + count * hours * weights.running,
    0,
  );
  const slack = limit - undisturbed;
  // What fits by a hair fits, whatever the sum of floats says.
  if (slack < -1e-9 * undisturbed) return 0;
  if (run.rate === 0) return 1;
  const none = run.stretches.map(({ count, hours }) => Math.exp(-run.rate * count * hours));
  if (slack <= 1e-9 * undisturbed) return none.reduce((product, each) => product * each, 1);
  const step = slack / steps;
  const all = run.stretches
    .map((stretch) => power(lossOf(stretch, run, weights, step), stretch.count))
    .reduce(convolved);
  // A loss at the last step lies on the limit: half of it is beyond.
  return Math.min(1, all.reduce((sum, each) => sum + each, 0) - at(all, steps) / 2);
}

/** The distribution of what one stretch loses. */
function lossOf({ hours }: Stretch, run: Run, weights: Weights, step: number): number[] {
  const { rate, restartHours } = run;
  const again = restartHours + hours;
  const down = run.downHours * weights.down;
  const restart = restartHours * weights.running;
  const first = failure({ rate, hours, shift: down + restart }, weights.running, step);
  const later = failure({ rate, hours: again, shift: down }, weights.running, step);
  const retried = renewed(later, Math.exp(-rate * again));
  const lost = convolved(first, retried);
  lost[0] = at(lost, 0) + Math.exp(-rate * hours);
  return lost;
}

interface Failure {
  rate: number;
  /** The attempt's length. */
  hours: number;
  /** What is lost beside the hours until the failure. */
  shift: number;
}

/**
 * The distribution of what a failed attempt loses; its sum is the probability that it fails. Split between neighbours is
 * a second difference of the integrated distribution function.
 */
function failure({ rate, hours, shift }: Failure, weight: number, step: number): number[] {
  const longest = hours * weight;
  const fails = -Math.expm1(-rate * hours);
  const integral = (loss: number) => {
    const lost = Math.min(Math.max(loss - shift, 0), longest);
    const beyond = Math.max(loss - shift - longest, 0);
    return lost + (Math.expm1((-rate / weight) * lost) * weight) / rate + beyond * fails;
  };
  return Array.from({ length: steps + 1 }, (_, k) => {
    const [before, here, after] = [k - 1, k, k + 1].map((j) => integral(j * step));
    return Math.max(0, (Number(before) - 2 * Number(here) + Number(after)) / step);
  });
}

/** What failures lose until an attempt succeeds, which it does with probability `succeeds`: g = succeeds + lost × g. */
function renewed(lost: readonly number[], succeeds: number): number[] {
  const renewal: number[] = [];
  for (let k = 0; k <= steps; k += 1) {
    let sum = k === 0 ? succeeds : 0;
    for (let i = 1; i <= k; i += 1) sum += at(lost, i) * at(renewal, k - i);
    renewal.push(sum / (1 - at(lost, 0)));
  }
  return renewal;
}

function convolved(one: readonly number[], other: readonly number[]): number[] {
  return Array.from({ length: steps + 1 }, (_, k) => {
    let sum = 0;
    for (let i = 0; i <= k; i += 1) sum += at(one, i) * at(other, k - i);
    return sum;
  });
}

/** The distribution of the sum of so many independent losses, by squaring. */
function power(loss: number[], count: number): number[] {
  if (count === 1) return loss;
  const half = power(loss, Math.floor(count / 2));
  const even = convolved(half, half);
  return count % 2 === 0 ? even : convolved(even, loss);
}

function at(values: readonly number[], place: number): number {
  return values[place] ?? 0;
}
