import { afterInterval, type Exposure } from './after-interval.js';
import { enrolled, type ScoreState } from './state.js';

/** The state after a whole log, the oldest interval first. */
export function scoreStateOf(enrolledAt: Date, log: readonly Exposure[]): ScoreState {
  return log.reduce((state, interval) => afterInterval(state, interval), enrolled(enrolledAt));
}

/**
 * The state after a log that has changed from a moment on: its new intervals are added to the state if that is all that
 * happened, and everything is computed again if the past is another. Equal to `scoreStateOf` to the bit.
 */
export function caughtUp(
  state: ScoreState,
  enrolledAt: Date,
  log: readonly Exposure[],
  changedFrom: Date,
): ScoreState {
  const news = log.filter(({ until }) => until.getTime() > state.until);
  const isContinued = news.every(({ from }) => from.getTime() >= state.until);
  return isContinued && changedFrom.getTime() >= state.until
    ? news.reduce((kept, interval) => afterInterval(kept, interval), state)
    : scoreStateOf(enrolledAt, log);
}
