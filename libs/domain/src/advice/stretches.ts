/**
 * A run as a renewal process. Work is cut into stretches; each ends in a checkpoint (the last one in the result), and is
 * done again from its beginning when it is interrupted. Interruptions come at `rate` per hour of running; after one,
 * `downHours` pass until an instance answers again, and the next attempt begins with `restartHours`.
 */
export interface Run {
  stretches: readonly Stretch[];
  /** Interruptions per hour of running. */
  rate: number;
  restartHours: number;
  downHours: number;
}

/** So many stretches of one length. */
export interface Stretch {
  count: number;
  /** Work and, where one follows, the writing of its checkpoint. */
  hours: number;
}

/** What a run costs in time, in the mean. */
export interface MeanRun {
  /** Hours in which an instance runs, lost work, checkpoints and restarts included: what is billed. */
  runHours: number;
  interruptions: number;
  /** From the beginning to the result. */
  hours: number;
}

/**
 * The mean of a run. A stretch of `a` hours takes e^(λR) (e^(λa) − 1) ÷ λ hours of running (Daly 2006, "A higher order
 * estimate of the optimum checkpoint interval for restart dumps", FGCS 22, eq. 20): its first attempt fails with
 * probability 1 − e^(−λa), each later one, which restarts first, with 1 − e^(−λ(R + a)), and by the Poisson process
 * failures are λ times the hours run. Infinite where such a run ends in no lifetime.
 */
export function meanRun({ stretches, downHours, ...run }: Run): MeanRun {
  const runHours = stretches.reduce(
    (sum, { count, hours }) => sum + count * meanStretchHours(hours, run),
    0,
  );
  const interruptions = run.rate * runHours;
  return { runHours, interruptions, hours: runHours + interruptions * downHours };
}

/** Hours of running that a stretch takes in the mean. */
export function meanStretchHours(
  hours: number,
  { rate, restartHours }: Pick<Run, 'rate' | 'restartHours'>,
): number {
  return rate === 0 ? hours : (Math.exp(rate * restartHours) * Math.expm1(rate * hours)) / rate;
}

/** The probability that nothing interrupts the whole run. */
export function undisturbed({ stretches, rate }: Run): number {
  return Math.exp(-rate * stretches.reduce((sum, { count, hours }) => sum + count * hours, 0));
}
