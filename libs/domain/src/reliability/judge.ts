import type { BeatPolicy, Liveness } from '../machine/liveness.js';
import { forgive } from './forgive.js';
import { stateOfCause, type MachineState, type OpenInterval } from './interval.js';
import { joined, silence, steady, type Circumstances, type Piece } from './silence.js';

/** How far a machine's beats are judged. */
export interface Pulse {
  /** When the last beat was received. Undefined: it has never beaten. */
  lastBeatAt: Date | undefined;
  /** Up to here beats came as they should since `settledAt`. What came after, up to `lastBeatAt`, is not judged yet. */
  heardAt: Date | undefined;
  /** The lateness that was forgiven by `heardAt` and is not forgotten: see `forgive`. */
  debtMs: number;
  /** Up to here its intervals are final: at its last proof of life when it was last judged, or its enrolment. */
  settledAt: Date;
  judgedAt: Date;
  /** Of its open interval. */
  state: MachineState;
}

/** The pulse of a machine that has just been enrolled. */
export function newPulse(enrolledAt: Date): Pulse {
  return {
    lastBeatAt: undefined,
    heardAt: undefined,
    debtMs: 0,
    settledAt: enrolledAt,
    judgedAt: enrolledAt,
    state: 'DOWN',
  };
}

/**
 * The pulse after a beat that counts, received at `at`. Nearly always it came as it should and there is nothing to
 * judge; otherwise `heardAt` stays behind until {@link judge} has looked.
 */
export function pulseAfter(pulse: Pulse, at: Date, policy: BeatPolicy): Pulse {
  const { lastBeatAt, heardAt, debtMs, state } = pulse;
  const expected = state === 'UP' || state === 'MAINTENANCE';
  if (!expected || lastBeatAt === undefined || +lastBeatAt !== Number(heardAt))
    return { ...pulse, lastBeatAt: at };
  const gap = forgive(debtMs, +at - +lastBeatAt, policy);
  if (!gap.forgiven) return { ...pulse, lastBeatAt: at };
  return { ...pulse, lastBeatAt: at, heardAt: at, debtMs: gap.debtMs };
}

/** When a beat that comes now counts as received: never before what was judged or heard, whichever way clocks turn. */
export function receivedAt({ judgedAt, lastBeatAt }: Pulse, now: Date): Date {
  return new Date(Math.max(+now, +judgedAt, Number(lastBeatAt ?? 0)));
}

/** An interval that has ended, or the open one. */
export type JudgedInterval = OpenInterval & { until: Date | undefined };

/** What a machine turned out to be. */
export interface Judgement {
  pulse: Pulse;
  /** In place of all its intervals that end after `replacing`, or are open. The last one is open. */
  intervals: JudgedInterval[];
  replacing: Date;
  /** Whether it can be rented now. Undefined: as it was, because we did not listen. */
  liveness: Liveness | undefined;
}

export interface Hearing {
  pulse: Pulse;
  /** The machine's interval just before `pulse.settledAt`, if any time lies before it. */
  before: OpenInterval | undefined;
  /** When the beats after `pulse.heardAt` were received, the earliest first, to `now`. */
  beats: readonly Date[];
  circumstances: Circumstances;
  now: Date;
}

/**
 * Carries a machine's intervals on to `now`. Judging often or seldom makes no difference to them: they are those that
 * `intervalsOf` makes of all the evidence.
 */
export function judge(hearing: Hearing): Judgement {
  const { pulse, before, now, circumstances } = hearing;
  const settled = +pulse.settledAt;
  const told = sinceSettled(hearing);
  const heardAt = told.heardAt === undefined ? undefined : new Date(told.heardAt);
  const tail = tailOf(told, hearing);
  const opening: Piece[] =
    before === undefined ? [] : [{ cause: before.cause, from: +before.from, until: settled }];
  const intervals = openedLast(joined([...opening, ...told.pieces, ...tail]));
  const cause = intervals.at(-1)?.cause ?? 'NEVER_SEEN';
  return {
    pulse: {
      lastBeatAt: pulse.lastBeatAt,
      heardAt,
      debtMs: told.debtMs,
      settledAt: heardAt ?? pulse.settledAt,
      judgedAt: now,
      state: stateOfCause[cause],
    },
    intervals,
    replacing: before?.from ?? pulse.settledAt,
    liveness: livenessOf(stateOfCause[cause], heardAt, told.debtMs, +now, circumstances.policy),
  };
}

interface Told {
  pieces: Piece[];
  heardAt: number | undefined;
  debtMs: number;
}

/** From what is settled to the last proof of life. */
function sinceSettled({ pulse, beats, circumstances }: Hearing): Told {
  const from = +pulse.settledAt;
  const pieces: Piece[] = [];
  let heardAt = pulse.heardAt?.getTime();
  if (heardAt !== undefined) pieces.push(...steady({ from, until: heardAt }, circumstances));
  let { debtMs } = pulse;
  for (const beat of beats) {
    if (heardAt === undefined) pieces.push({ from, until: +beat, cause: 'NEVER_SEEN' });
    else {
      const judged = silence({ from: heardAt, until: +beat }, debtMs, circumstances);
      pieces.push(...judged.pieces);
      debtMs = judged.debtMs;
    }
    heardAt = +beat;
  }
  return { pieces, heardAt, debtMs };
}

/** From the last proof of life to now. At that very moment it lasts a millisecond: an interval has to be open. */
function tailOf({ heardAt, debtMs }: Told, { pulse, now, circumstances }: Hearing): Piece[] {
  const from = heardAt ?? +pulse.settledAt;
  const span = { from, until: Math.max(+now, from + 1) };
  if (heardAt === undefined) return [{ ...span, cause: 'NEVER_SEEN' }];
  return silence(span, debtMs, circumstances).pieces;
}

function openedLast(pieces: readonly Piece[]): JudgedInterval[] {
  return pieces.map(({ from, until, cause }, place) => ({
    state: stateOfCause[cause],
    cause,
    from: new Date(from),
    until: place === pieces.length - 1 ? undefined : new Date(until),
  }));
}

function livenessOf(
  state: MachineState,
  heardAt: Date | undefined,
  debtMs: number,
  now: number,
  policy: BeatPolicy,
): Liveness | undefined {
  if (heardAt === undefined) return 'NEVER_SEEN';
  switch (state) {
    case 'UP':
      return 'ONLINE';
    case 'DOWN':
      return 'SILENT';
    case 'MAINTENANCE':
      return forgive(debtMs, now - +heardAt, policy).forgiven ? 'ONLINE' : 'SILENT';
    case 'UNKNOWN':
      return undefined;
  }
}
