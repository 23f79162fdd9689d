import { greatest } from '../money/least.js';
import type { EvidencePiece } from './evidence-piece.js';

/** A stretch of a machine's time, as pieces of evidence tell it. */
export type Seen = Pick<EvidencePiece, 'from' | 'until' | 'up'>;

/** What is known of a rental's machine so far: since when it is told of, and what was told last. */
export interface KnownSoFar {
  startedAt: bigint;
  last: Seen | undefined;
}

/** Up to this second all is told. */
export function toldTo({ startedAt, last }: KnownSoFar): bigint {
  return last?.until ?? startedAt;
}

/**
 * What is to be told of a machine that was last seen up in chain second `lastUp` and is judged down until `until`: up to
 * the one, down from there to the other. What was told before is not told again, so that the stretches of a rental never
 * overlap and leave no gap. A proof of life that was told is not taken back.
 */
export function silenceTold(known: KnownSoFar, lastUp: bigint, until: bigint): Seen[] {
  const from = toldTo(known);
  if (known.last?.up === false) return told({ from, until, up: false });
  const downFrom = greatest(from, lastUp);
  return told(
    { from, until: downFrom, up: true },
    { from: downFrom, until: greatest(until, downFrom + 1n), up: false },
  );
}

/** What is to be told of a machine that was down when it was told of last, and is proved up in chain second `now`. */
export function recoveryTold(last: Seen, now: bigint): Seen[] {
  const upFrom = greatest(last.until, now);
  return told(
    { from: last.until, until: upFrom, up: false },
    { from: upFrom, until: upFrom + 1n, up: true },
  );
}

/** What is to be told of a silence that was over in second `until`, and that no clock is stopped for: it was up again. */
export function passedTold(known: KnownSoFar, lastUp: bigint, until: bigint): Seen[] {
  const silence = silenceTold(known, lastUp, until);
  const last = silence.at(-1);
  return last === undefined ? [] : [...silence, ...recoveryTold(last, until)];
}

/** What is to be told on where a clock was stopped only in second `haltedAt` of a machine that has not been proved up. */
export function stillDownTold(last: Seen | undefined, haltedAt: bigint): Seen[] {
  if (last?.up !== false) return [];
  return told({ from: last.until, until: haltedAt + 1n, up: false });
}

function told(...stretches: Seen[]): Seen[] {
  return stretches.filter(({ from, until }) => from < until);
}

/** The first of the stretches, in the order of time, since which the machine has been down; undefined where it is not. */
export function downSince<Piece extends Seen>(pieces: readonly Piece[]): Piece | undefined {
  return pieces[pieces.findLastIndex(({ up }) => up) + 1];
}
