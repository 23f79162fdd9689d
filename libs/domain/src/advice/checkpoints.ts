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
const stretchesPerHourMax = 3600;

/**
 * Equal stretches, as many as make the mean run shortest. Daly's interval is for endless work; a workload of some hours has a
 * whole number of stretches and no checkpoint after its last, so the number itself is searched: the mean is convex in it.
 */
function bestStretches(
  workHours: number,
  writeHours: number,
  run: Omit<Run, 'stretches'>,
): Stretch[] {
  const cut = (count: number) =>
    withLast(count - 1, workHours / count + writeHours, workHours / count);
  const hoursOf = (count: number) => meanRun({ ...run, stretches: cut(count) }).runHours;
  let least = 1;
  let most = Math.max(1, Math.ceil(workHours * stretchesPerHourMax));
  while (least < most) {
    const middle = Math.floor((least + most) / 2);
    const shorter = hoursOf(middle + 1);
    // What is beyond all numbers is left towards shorter stretches.
    if (hoursOf(middle) > shorter || shorter === Infinity) least = middle + 1;
    else most = middle;
  }
  return cut(least);
}

function withLast(full: number, fullHours: number, lastHours: number): Stretch[] {
  const last = { count: 1, hours: lastHours };
  return full === 0 ? [last] : [{ count: full, hours: fullHours }, last];
}
