import type { Interval } from '../interval.js';
import { exp } from './exact-math.js';
import { halfLivesHours, hourMs, type Recent, type ScoreState } from './state.js';

const ln2 = 0.6931471805599453;

/** What of an interval the score reads. */
export type Exposure = Pick<Interval, 'state' | 'from' | 'until'>;

/**
 * The state with one more interval. What lies before the state's end changes nothing, so an interval counts once however often it
 * comes; a gap before it is evidence of nothing, as UNKNOWN is.
 */
export function afterInterval(state: ScoreState, interval: Exposure): ScoreState {
  const from = Math.max(interval.from.getTime(), state.until);
  const until = interval.until.getTime();
  if (!(until > state.until)) return state;
  switch (interval.state) {
    case 'UP':
      return { ...afterUp(state, until - from), until };
    case 'DOWN':
      return { ...afterDown(afterFailure(state), until - from), until };
    case 'MAINTENANCE':
    case 'UNKNOWN':
      return { ...state, until };
  }
}

function afterUp(state: ScoreState, ms: number): ScoreState {
  const hours = ms / hourMs;
  return {
    ...state,
    out: false,
    upRunMs: state.upRunMs + ms,
    upMs: state.upMs + ms,
    recent: state.recent.map((recent, place) => faded(recent, place, hours, 'upHours')),
  };
}

function afterFailure(state: ScoreState): ScoreState {
  if (state.out) return state;
  return {
    ...state,
    out: true,
    upRunMs: 0,
    failures: state.failures + 1,
    recent: state.recent.map((recent) => ({ ...recent, failures: recent.failures + 1 })),
  };
}

/** Time before a machine was ever up is not an outage. */
function afterDown(state: ScoreState, ms: number): ScoreState {
  if (state.upMs === 0) return state;
  const hours = ms / hourMs;
  return {
    ...state,
    recent: state.recent.map((recent, place) => faded(recent, place, hours, 'downHours')),
  };
}

function faded(
  { failures, upHours, downHours }: Recent,
  place: number,
  hours: number,
  spent: 'upHours' | 'downHours',
): Recent {
  const lifeHours = (halfLivesHours[place] ?? Infinity) / ln2;
  const kept = exp(-hours / lifeHours);
  const gained = lifeHours * (1 - kept);
  return {
    failures: failures * kept,
    upHours: upHours * kept + (spent === 'upHours' ? gained : 0),
    downHours: downHours * kept + (spent === 'downHours' ? gained : 0),
  };
}
