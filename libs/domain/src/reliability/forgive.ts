import type { BeatPolicy } from '../machine/liveness.js';

/** A gap between beats of which so many of their distances have passed is not late yet: networks jitter. */
const punctualBeats = 2;
/** A second of forgiven lateness is forgotten after so many seconds. */
const forgetSeconds = 60;

/** What became of a gap between beats. */
export interface Forgiveness {
  forgiven: boolean;
  /** The lateness that is forgiven and not yet forgotten, in milliseconds. */
  debtMs: number;
}

/** How long a machine may be silent, in milliseconds: so many beats may be missed. */
export function graceMs({ beatEverySeconds, missedBeatsMax }: BeatPolicy): number {
  return beatEverySeconds * missedBeatsMax * 1000;
}

/**
 * Whether a machine still counts as up through a gap of `gapMs` without a beat. The grace is a leaky bucket: what is
 * forgiven of it comes back at a sixtieth of the time, so that a machine that is silent for a little again and again
 * is down as much as one that is silent for long at once. Beating faster fills nothing. The SQL that takes beats
 * (`beat-store.ts` of libs/db) says the same, and a test compares the two.
 */
export function forgive(debtMs: number, gapMs: number, policy: BeatPolicy): Forgiveness {
  const grace = graceMs(policy);
  const late = Math.max(0, gapMs - punctualBeats * policy.beatEverySeconds * 1000);
  const debt = Math.max(0, debtMs - Math.floor(gapMs / forgetSeconds)) + late;
  const forgiven = gapMs <= grace && debt <= grace;
  return { forgiven, debtMs: Math.min(debt, grace) };
}
