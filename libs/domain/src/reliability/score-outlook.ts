import { afterInterval } from './score/after-interval.js';
import type { CohortRates } from './score/cohort.js';
import type { HorizonModel } from './score/model.js';
import { scoreOf } from './score/score.js';
import { hourMs, type ScoreState } from './score/state.js';

/** How a machine's lower bound over the model's hours would change, by the score itself. */
export interface ScoreOutlook {
  hours: number;
  now: number;
  /** After a week up. */
  afterCleanWeek: number;
  /** After an outage of an hour from now on, and a week up. */
  afterFailureAndWeek: number;
  /** Failures that count still, of the last weeks: each is worth one half of it after a fortnight. */
  failuresNotForgotten: number;
}

const weekHours = 168;
const fortnight = 2;

/** What a clean week would gain a machine in this state, and what a failure would cost it. */
export function scoreOutlook(
  state: ScoreState,
  rates: CohortRates,
  model: HorizonModel,
): ScoreOutlook {
  const bound = (then: ScoreState) => scoreOf(then, rates, model).lowerBound;
  const failed = during(state, 'DOWN', 1);
  return {
    hours: model.hours,
    now: bound(state),
    afterCleanWeek: bound(during(state, 'UP', weekHours)),
    afterFailureAndWeek: bound(during(failed, 'UP', weekHours)),
    failuresNotForgotten: state.recent[fortnight]?.failures ?? 0,
  };
}

function during(state: ScoreState, next: 'UP' | 'DOWN', hours: number): ScoreState {
  const from = new Date(state.until);
  return afterInterval(state, { state: next, from, until: new Date(state.until + hours * hourMs) });
}
