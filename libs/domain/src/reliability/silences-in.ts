import type { JudgedInterval } from './judge.js';

/** From a machine's last proof of life, once it was DOWN, to its next one. */
export interface Silence {
  from: Date;
  /** Undefined: it has not been heard since. */
  until: Date | undefined;
}

/** A silence that a log tells and an older one did not, or not the end of it. */
export interface SilenceTurn extends Silence {
  began: boolean;
  ended: boolean;
}

/** The earliest first. Time in which we did not listen, or that was announced, ends no silence. */
export function silencesIn(log: readonly JudgedInterval[]): Silence[] {
  const silences: Silence[] = [];
  let open: Silence | undefined;
  for (const { cause, from } of log) {
    if (cause === 'SILENT' && open === undefined) {
      open = { from, until: undefined };
      silences.push(open);
    }
    if (cause === 'BEATING') {
      if (open !== undefined) open.until = from;
      open = undefined;
    }
  }
  return silences;
}

/** What there is to know from a log for whoever knew `before`. */
export function silenceTurns(
  log: readonly JudgedInterval[],
  before: readonly JudgedInterval[],
): SilenceTurn[] {
  const known = new Map(silencesIn(before).map((silence) => [silence.from.getTime(), silence]));
  return silencesIn(log)
    .map((silence) => {
      const old = known.get(silence.from.getTime());
      const ended = silence.until !== undefined && old?.until === undefined;
      return { ...silence, began: old === undefined, ended };
    })
    .filter(({ began, ended }) => began || ended);
}
