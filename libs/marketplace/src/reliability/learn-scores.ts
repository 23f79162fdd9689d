import { lockKey, scoreCohorts, scoreModels, scorePredictions, type Tx } from '@gpuflow/db';
import {
  afterCohortHours,
  afterMatured,
  fleetName,
  newCohort,
  newHorizonModel,
  servedHours,
  type CohortState,
} from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { scoresLock } from './scores-lock.js';

/** A quarter of an hour is over for scores so late: what was silent in it has been judged by then. */
const lateMs = 5 * 60_000;
const quarterMs = 15 * 60_000;
/** What was known by the full hour is learned at once. */
const hourMs = 3_600_000;
/** The most predictions that one round learns from: few enough for it to end in time. The next round takes the rest. */
const maturedMax = 20_000;

/**
 * Has the fleet teach: adds to each cohort what its machines did up to the last quarter of an hour that is over, and, once
 * an hour, learns from the predictions of which it is known by now what came of them.
 */
export function learnScores(market: Market<ChainPolicy>): Promise<void> {
  const over = market.clock.now().getTime() - lateMs;
  return market.db.transaction(async (tx) => {
    await lockKey(tx, scoresLock);
    await addHours(tx, new Date(Math.floor(over / quarterMs) * quarterMs));
    await learn(tx, new Date(Math.floor(over / hourMs) * hourMs));
  });
}

async function addHours(tx: Tx, until: Date): Promise<void> {
  const cohorts = await scoreCohorts.all(tx);
  const before = cohorts.get(fleetName);
  if (before !== undefined && before.until >= until.getTime()) return;
  const from = new Date(before?.until ?? until.getTime() - quarterMs);
  const done = await scoreCohorts.hoursBetween(tx, from, until);
  const all = {
    name: fleetName,
    upHours: done.reduce((sum, { upHours }) => sum + upHours, 0),
    failures: done.reduce((sum, { failures }) => sum + failures, 0),
  };
  const next = new Map<string, CohortState>();
  for (const { name, ...sums } of [all, ...done])
    next.set(name, afterCohortHours(cohorts.get(name) ?? newCohort(from), { until, ...sums }));
  await scoreCohorts.save(tx, next);
}

async function learn(tx: Tx, by: Date): Promise<void> {
  const model = await scoreModels.last(tx);
  if (model !== undefined && model.learnedAt >= by) return;
  const matured = await scorePredictions.takeDue(tx, by, maturedMax);
  const before = model?.horizons ?? servedHours.map((hours) => newHorizonModel(hours, by));
  const horizons = before.map((horizon) =>
    afterMatured(
      horizon,
      matured.filter(({ hours }) => hours === horizon.hours),
      by,
    ),
  );
  await scoreModels.insert(tx, by, horizons);
}
