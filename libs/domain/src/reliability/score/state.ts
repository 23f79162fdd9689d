/** Changes with every change of what follows from the same log: scores of different versions are not compared. */
export const SCORE_VERSION = 2;

/** The half-lives in which evidence fades. Hours. */
export const halfLivesHours = [6, 24, 336, 2160] as const;

/** For how long a renter asks a machine to hold. Hours. */
export const servedHours = [4, 12, 24, 168] as const;

export const hourMs = 3_600_000;

/**
 * What a machine's closed intervals come to: all that its score needs of them. Its clock stands still in MAINTENANCE and
 * UNKNOWN, so neither is evidence, and neither lets evidence fade.
 */
export interface ScoreState {
  /** Milliseconds since 1970: everything before is in here. */
  readonly until: number;
  /** Down, or not yet up: a failure needs a machine that was up. */
  readonly out: boolean;
  /** Milliseconds up since the last failure. */
  readonly upRunMs: number;
  /** Milliseconds up in all. */
  readonly upMs: number;
  /** Failures in all. */
  readonly failures: number;
  /** Failures, hours up and hours down that have not faded, by half-life. */
  readonly recent: readonly Recent[];
}

/** What has not faded yet in one half-life. */
export interface Recent {
  readonly failures: number;
  readonly upHours: number;
  readonly downHours: number;
}

/** The state of a machine that was enrolled at this moment. */
export function enrolled(at: Date): ScoreState {
  return {
    until: at.getTime(),
    out: true,
    upRunMs: 0,
    upMs: 0,
    failures: 0,
    recent: halfLivesHours.map(() => ({ failures: 0, upHours: 0, downHours: 0 })),
  };
}
