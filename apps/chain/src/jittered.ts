/**
 * A pause between three quarters and five quarters of `pauseMs`, so that processes which were thrown out together do not
 * come back together. `random` answers from 0 to 1.
 */
export function jittered(pauseMs: number, random: () => number): number {
  return Math.round(pauseMs * (0.75 + random() / 2));
}
