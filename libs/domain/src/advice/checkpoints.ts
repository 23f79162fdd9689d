import type { Checkpoints } from './workload.js';
import { meanStretchHours, type Run, type Stretch } from './stretches.js';

/**
 * The interval between checkpoints that Young found best: √(2 × write × mean time between interruptions).
 * J. W. Young 1974, "A first order approximation to the optimum checkpoint interval", CACM 17 (9).
 */
export function youngHours(writeHours: number, meanHoursBetween: number): number {
  return Math.sqrt(2 * writeHours * meanHoursBetween);
}

/**
 * The same to a higher order, for writes that are not short beside the time between interruptions M:
 * √(2δM) (1 + ⅓ √(δ ÷ 2M) + ⅑ (δ ÷ 2M)) − δ where δ < 2M, and M otherwise. J. T. Daly 2006, "A higher order estimate of the
 * optimum checkpoint interval for restart dumps", FGCS 22 (3), eq. 37.
 */
export function dalyHours(writeHours: number, meanHoursBetween: number): number {
  const part = writeHours / (2 * meanHoursBetween);
  if (part >= 1) return meanHoursBetween;
  const order = 1 + Math.sqrt(part) / 3 + part / 9;
  return youngHours(writeHours, meanHoursBetween) * order - writeHours;
}

/** How a workload's work is cut: into equal stretches by what is best, or at the interval that was asked for. */
export function stretchesOf(
  workHours: number,
  checkpoints: Checkpoints | undefined,
  run: Omit<Run, 'stretches'>,
): Stretch[] {
  if (checkpoints === undefined) return [{ count: 1, hours: workHours }];
  const { writeHours, everyHours } = checkpoints;
  if (everyHours === undefined) return bestStretches(workHours, writeHours, run);
  const full = Math.ceil(workHours / everyHours) - 1;
  return withLast(full, everyHours + writeHours, workHours - full * everyHours);
}

/** At least a second of work lies between two checkpoints. */
const stretchesPerHourMax = 3600;

/**
 * Equal stretches, as many as make the mean run shortest. Daly's interval is for endless work; a workload of some hours has a
 * whole number of stretches and no checkpoint after its last, so the number itself is searched from there: the mean is convex in it.
 */
function bestStretches(
  workHours: number,
  writeHours: number,
  run: Omit<Run, 'stretches'>,
): Stretch[] {
  const hoursOf = (count: number) =>
    (count - 1) * meanStretchHours(workHours / count + writeHours, run) +
    meanStretchHours(workHours / count, run);
  const isEnough = (count: number) => {
    const shorter = hoursOf(count + 1);
    // What is beyond all numbers is left towards shorter stretches.
    return shorter !== Infinity && hoursOf(count) <= shorter;
  };
  const most = Math.max(1, Math.ceil(workHours * stretchesPerHourMax));
  const guess = run.rate === 0 ? 1 : Math.round(workHours / dalyHours(writeHours, 1 / run.rate));
  const count = leastFrom(Math.min(most, Math.max(1, guess)), most, isEnough);
  return withLast(count - 1, workHours / count + writeHours, workHours / count);
}

/** The least number from 1 to `most` that is enough, as all above it are; `most` where none is. Quick where `guess` is near. */
function leastFrom(guess: number, most: number, isEnough: (count: number) => boolean): number {
  let [less, enough] = [0, most];
  let step = 1;
  if (isEnough(guess)) {
    enough = guess;
    while (enough - step > less && isEnough(enough - step))
      [enough, step] = [enough - step, 2 * step];
    less = Math.max(less, enough - step);
  } else {
    less = guess;
    while (less + step < enough && !isEnough(less + step)) [less, step] = [less + step, 2 * step];
    enough = Math.min(enough, less + step);
  }
  while (enough - less > 1) {
    const middle = Math.floor((less + enough) / 2);
    if (isEnough(middle)) enough = middle;
    else less = middle;
  }
  return enough;
}

function withLast(full: number, fullHours: number, lastHours: number): Stretch[] {
  const last = { count: 1, hours: lastHours };
  return full === 0 ? [last] : [{ count: full, hours: fullHours }, last];
}
