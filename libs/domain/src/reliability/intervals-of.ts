import type { BeatPolicy } from '../machine/liveness.js';
import type { MaintenanceWindow } from '../machine/maintenance.js';
import { stateOfCause, type Interval } from './interval.js';
import { joined, silence, type Circumstances, type Piece } from './silence.js';
import { unionOf, type Span } from './span.js';

/** All that a machine's intervals follow from. */
export interface Evidence {
  enrolledAt: Date;
  /** When beats that counted were received: in any order, each any number of times. */
  beats: readonly Date[];
  /** When processes of the API accepted beats. */
  accepting: readonly { from: Date; until: Date }[];
  maintenance: readonly MaintenanceWindow[];
  policy: BeatPolicy;
}

/** A machine's intervals from its enrolment to `now`, from nothing but the evidence. */
export function intervalsOf(evidence: Evidence, now: Date): Interval[] {
  const { enrolledAt, policy } = evidence;
  const circumstances = {
    policy,
    accepting: acceptingSpans(evidence.accepting),
    maintenance: maintenanceSpans(evidence.maintenance),
  };
  const end = now.getTime();
  const proofs = [...new Set(evidence.beats.map((beat) => beat.getTime()))].sort((a, b) => a - b);
  const heard = proofs.filter((proof) => proof < end);
  const first = heard[0] ?? end;
  const unseen: Piece = { from: enrolledAt.getTime(), until: first, cause: 'NEVER_SEEN' };
  return joined([unseen, ...gaps(heard, end, circumstances)]).map(toInterval);
}

function gaps(proofs: readonly number[], end: number, circumstances: Circumstances): Piece[] {
  const pieces: Piece[] = [];
  let debt = 0;
  for (const [place, from] of proofs.entries()) {
    const until = proofs[place + 1] ?? end;
    const judged = silence({ from, until }, debt, circumstances);
    pieces.push(...judged.pieces);
    debt = judged.debtMs;
  }
  return pieces;
}

/** An interval of its cause. */
export function toInterval({ from, until, cause }: Piece): Interval {
  return { state: stateOfCause[cause], cause, from: new Date(from), until: new Date(until) };
}

export function acceptingSpans(windows: Evidence['accepting']): Span[] {
  return unionOf(windows.map(({ from, until }) => ({ from: +from, until: +until })));
}

/**
 * When maintenance was announced. An announcement that is taken back ends there and then: what was covered by it
 * stays covered, so that nobody takes it back because nothing happened.
 */
export function maintenanceSpans(windows: readonly MaintenanceWindow[]): Span[] {
  return unionOf(
    windows.map(({ startsAt, endsAt, withdrawnAt }) => ({
      from: +startsAt,
      until: Math.min(+endsAt, +(withdrawnAt ?? endsAt)),
    })),
  );
}
