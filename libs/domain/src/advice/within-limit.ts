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

/** A distribution of losses on the grid: how probable each number of steps is. */
type Losses = Float64Array;

/** The distribution of what one stretch loses. */
function lossOf({ hours }: Stretch, run: Run, weights: Weights, step: number): Losses {
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
function failure({ rate, hours, shift }: Failure, weight: number, step: number): Losses {
  const longest = hours * weight;
  const fails = -Math.expm1(-rate * hours);
  const integral = (loss: number) => {
    const lost = Math.min(Math.max(loss - shift, 0), longest);
    const beyond = Math.max(loss - shift - longest, 0);
    return lost + (Math.expm1((-rate / weight) * lost) * weight) / rate + beyond * fails;
  };
  const losses = new Float64Array(steps + 1);
  let [before, here] = [integral(-step), integral(0)];
  for (let k = 0; k <= steps; k += 1) {
    const after = integral((k + 1) * step);
    losses[k] = Math.max(0, (before - 2 * here + after) / step);
    [before, here] = [here, after];
  }
  return losses;
}

/** What failures lose until an attempt succeeds, which it does with probability `succeeds`: g = succeeds + lost × g. */
function renewed(lost: Losses, succeeds: number): Losses {
  const renewal = new Float64Array(steps + 1);
  const never = 1 - at(lost, 0);
  for (let k = 0; k <= steps; k += 1) {
    let sum = k === 0 ? succeeds : 0;
    for (let i = 1; i <= k; i += 1) sum += at(lost, i) * at(renewal, k - i);
    renewal[k] = sum / never;
  }
  return renewal;
}

function convolved(one: Losses, other: Losses): Losses {
  const both = new Float64Array(steps + 1);
  const [ones, others] = [reachOf(one), reachOf(other)];
  for (let i = 0; i <= ones; i += 1) {
    const part = at(one, i);
    const last = Math.min(steps, i + others);
    for (let k = i; k <= last; k += 1) both[k] = at(both, k) + part * at(other, k - i);
  }
  return both;
}

/** The distribution of the sum of two such losses: every pair is there twice, but for equal ones. */
function doubled(loss: Losses): Losses {
  const both = new Float64Array(steps + 1);
  const reach = reachOf(loss);
  for (let i = 0; i <= reach && 2 * i <= steps; i += 1) {
    const part = at(loss, i);
    both[2 * i] = at(both, 2 * i) + part * part;
    const last = Math.min(steps - i, reach);
    for (let j = i + 1; j <= last; j += 1) both[i + j] = at(both, i + j) + 2 * part * at(loss, j);
  }
  return both;
}

/** Less than this makes no difference to a probability, whatever it is multiplied by. */
const negligible = 1e-18;

/** The last step that counts: one stretch of many loses little, and most of its grid is empty. */
function reachOf(losses: Losses): number {
  let last = steps;
  while (last > 0 && at(losses, last) < negligible) last -= 1;
  return last;
}

/** The distribution of the sum of so many independent losses: of a few by squaring. */
function power(loss: Losses, count: number): Losses {
  if (count === 1) return loss;
  if (count > steps) return sumOfMany(loss, count);
  const half = power(loss, Math.floor(count / 2));
  const even = doubled(half);
  return count % 2 === 0 ? even : convolved(even, loss);
}

/**
 * The same of more losses than there are steps, however many: the coefficients gₖ of a power series to the n-th power by
 * k f₀ gₖ = Σ (i (n + 1) − k) fᵢ gₖ₋ᵢ (Knuth, TAOCP 2, 4.7, eq. 9). No term is negative there, so that nothing cancels; where
 * no loss is zero, or g₀ is below all numbers, the sum lies beyond the grid.
 */
function sumOfMany(loss: Losses, count: number): Losses {
  const sums = new Float64Array(steps + 1);
  const none = at(loss, 0);
  sums[0] = none ** count;
  if (sums[0] === 0) return sums;
  const reach = reachOf(loss);
  for (let k = 1; k <= steps; k += 1) {
    let sum = 0;
    for (let i = Math.min(k, reach); i > 0; i -= 1)
      sum += (i * (count + 1) - k) * at(loss, i) * at(sums, k - i);
    sums[k] = sum / (k * none);
  }
  return sums;
}

function at(values: Losses, place: number): number {
  return values[place] ?? 0;
}
