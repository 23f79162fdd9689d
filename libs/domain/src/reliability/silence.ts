import type { BeatPolicy } from '../machine/liveness.js';
import { forgive } from './forgive.js';
import type { IntervalCause } from './interval.js';
import { partsOf, type Span } from './span.js';

/** What beats are judged against. Spans are unions: the earliest first, and none touches another. */
export interface Circumstances {
  policy: BeatPolicy;
  /** When the API accepted beats. */
  accepting: readonly Span[];
  /** When the provider had announced maintenance. */
  maintenance: readonly Span[];
}

/** What a machine was for a while, and why. */
export interface Piece extends Span {
  cause: IntervalCause;
}

/** What the time between two proofs of life was, and the lateness that was forgiven by its end. */
export interface Judged {
  pieces: Piece[];
  debtMs: number;
}

/** The time between beats that came as they should: up, but for announced maintenance, which earns nothing. */
export function steady(span: Span, { maintenance }: Circumstances): Piece[] {
  return partsOf(span, maintenance).map(({ inside, ...part }) => ({
    ...part,
    cause: inside ? 'ANNOUNCED' : 'BEATING',
  }));
}

/**
 * The time from one proof of life to the next, or to now. Where it is too long to be forgiven, each part of it in which
 * we did listen, and no maintenance was announced, is judged by its own length; once down, a machine is down until it
 * beats.
 */
export function silence(span: Span, debtMs: number, circumstances: Circumstances): Judged {
  const whole = forgive(debtMs, span.until - span.from, circumstances.policy);
  if (whole.forgiven) return { pieces: steady(span, circumstances), debtMs: whole.debtMs };
  const pieces: Piece[] = [];
  let [debt, down] = [debtMs, false];
  for (const part of partsByCause(span, circumstances)) {
    if (part.cause !== 'BEATING') {
      pieces.push(part);
      continue;
    }
    const judged = forgive(debt, part.until - part.from, circumstances.policy);
    if (!down) debt = judged.debtMs;
    down ||= !judged.forgiven;
    pieces.push(down ? { ...part, cause: 'SILENT' } : part);
  }
  return { pieces, debtMs: debt };
}

/** Announced, else not accepting, else the machine's to fill. */
function partsByCause(span: Span, { maintenance, accepting }: Circumstances): Piece[] {
  return partsOf(span, maintenance).flatMap(({ inside, ...part }): Piece[] =>
    inside
      ? [{ ...part, cause: 'ANNOUNCED' }]
      : partsOf(part, accepting).map(({ inside: listening, ...heard }) => ({
          ...heard,
          cause: listening ? 'BEATING' : 'NOT_ACCEPTING',
        })),
  );
}

/** The same time with neighbours of one cause made one. */
export function joined(pieces: readonly Piece[]): Piece[] {
  const whole: Piece[] = [];
  for (const piece of pieces) {
    const last = whole.at(-1);
    if (piece.until <= piece.from) continue;
    if (last?.cause === piece.cause) last.until = piece.until;
    else whole.push({ ...piece });
  }
  return whole;
}
