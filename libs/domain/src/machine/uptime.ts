/** A machine began to beat, or fell silent, at a moment. */
export interface LivenessTurn {
  at: Date;
  online: boolean;
}

/** How much of a stretch of time a machine was up. */
export interface Uptime {
  /** 0 to 1. */
  share: number;
  /** How often it fell silent. */
  silences: number;
}

/** The uptime from `since` to `now`, told by the machine's turns, the oldest first: it is down before the first one. */
export function uptimeOf(turns: readonly LivenessTurn[], since: Date, now: Date): Uptime {
  const end = now.getTime();
  let [upMs, silences] = [0, 0];
  for (const [place, { at, online }] of turns.entries()) {
    const from = Math.max(at.getTime(), since.getTime());
    const until = Math.min(turns[place + 1]?.at.getTime() ?? end, end);
    if (online) upMs += Math.max(0, until - from);
    else if (at >= since) silences += 1;
  }
  const wholeMs = end - since.getTime();
  return { share: wholeMs > 0 ? upMs / wholeMs : 0, silences };
}
