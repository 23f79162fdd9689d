import type { Checkpoints } from './workload.js';
import { meanRun, type Run, type Stretch } from './stretches.js';

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
const leastHours = 1 / 3600;

/**
 * Equal stretches, as many as make the mean run shortest. Daly's interval is for endless work; a workload of some hours has a
 * whole number of stretches and no checkpoint after its last: it is best in one, or in a number beside where the slope is zero.
 */
function bestStretches(
  workHours: number,
  writeHours: number,
  run: Omit<Run, 'stretches'>,
): Stretch[] {
  const cut = (count: number) =>
    withLast(count - 1, workHours / count + writeHours, workHours / count);
  const hoursOf = (stretches: Stretch[]) => meanRun({ ...run, stretches }).runHours;
  const level = run.rate === 0 ? 1 : levelCount(workHours, writeHours, run.rate);
  // What is beyond all numbers is left in the shortest stretches.
  return [Math.floor(level), 1]
    .map(cut)
    .reduce((best, next) => (hoursOf(next) < hoursOf(best) ? next : best), cut(Math.ceil(level)));
}

const steps = 3;

/**
 * The number of stretches, whole or not, at which one more changes nothing. With a = rate × work, d = rate × write and
 * k = 1 − e^−d, the mean of n stretches goes by ((n − 1) e^d + 1) e^(a ÷ n) − n, and where its slope is zero, x = a ÷ n has
 * k x² ÷ a − x + 1 − (1 − k) e^−x = 0: three of Newton's steps from Daly's interval. A slope that never falls means one stretch.
 */
function levelCount(workHours: number, writeHours: number, rate: number): number {
  const work = rate * workHours;
  const k = -Math.expm1(-rate * writeHours);
  const within = (x: number) => Math.min(work, Math.max(rate * leastHours, x));
  let x = within(rate * dalyHours(writeHours, 1 / rate));
  for (let step = 0; step < steps; step += 1) {
    const e = Math.expm1(-x);
    const above = (k * x * x) / work - (x + e) + k * (e + 1);
    const slope = (2 * k * x) / work + e - k * (e + 1);
    x = slope < 0 ? within(x - above / slope) : work;
  }
  return work / x;
}

function withLast(full: number, fullHours: number, lastHours: number): Stretch[] {
  const last = { count: 1, hours: lastHours };
  return full === 0 ? [last] : [{ count: full, hours: fullHours }, last];
}
