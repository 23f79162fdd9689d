import {
  lockKey,
  scoreCohorts,
  scoreModels,
  scorePredictions,
  scores,
  type DueMachine,
  type NewScore,
  type SaidOf,
  type StoredModel,
  type Tx,
} from '@gpuflow/db';
import {
  cohortName,
  cohortRates,
  cutAt,
  featuresOf,
  fleetName,
  keepingAll,
  listedReliability,
  newCohort,
  newKeptLog,
  predict,
  servedScore,
  type CohortRates,
  type CohortState,
  type Interval,
} from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { isSampled } from './sampled.js';
import { scoresLock } from './scores-lock.js';
import { sha256 } from './sha256.js';

/** Machines of one transaction. */
const pageSize = 1_000;
/** A score is computed again after so long, though nothing has happened: that, too, is evidence. */
const staleMs = 3_600_000;

/** What a round of scores did. */
export interface ScoredMachines {
  scored: number;
  /** Machines whose listed bound is another one now. */
  changed: number;
}

/**
 * Computes the score of every machine whose intervals have changed since, or whose score is an hour old, from what was kept
 * of its log and what came to it. Needs a model: see `learnScores`.
 */
export async function scoreMachines(market: Market<ChainPolicy>): Promise<ScoredMachines> {
  const round = { scored: 0, changed: 0 };
  let after: string | undefined;
  do {
    const page = await scorePage(market, after);
    round.scored += page.scored;
    round.changed += page.changed;
    after = page.last;
  } while (after !== undefined);
  return round;
}

/** Forgets all scores, so that the next round computes them from the whole logs: to the bit the same. */
export async function forgetScores({ db }: Market<ChainPolicy>): Promise<void> {
  await db.transaction(async (tx) => {
    await lockKey(tx, scoresLock);
    await scores.clear(tx);
  });
}

function scorePage({ db, clock }: Market<ChainPolicy>, after: string | undefined) {
  const now = clock.now();
  return db.transaction(async (tx) => {
    await lockKey(tx, scoresLock);
    const model = await scoreModels.last(tx);
    if (model === undefined) return { scored: 0, changed: 0, last: undefined };
    const computedBefore = new Date(now.getTime() - staleMs);
    const due = await scores.due(tx, { after, limit: pageSize, now, computedBefore });
    const changed = await scoreAll(tx, due, model, now);
    const last = due.length === pageSize ? due.at(-1)?.machineId : undefined;
    return { scored: due.length, changed, last };
  });
}

async function scoreAll(tx: Tx, due: readonly DueMachine[], model: StoredModel, now: Date) {
  const places = due.map(({ machineId, kept }) => ({
    machineId,
    since: new Date(kept?.state.until ?? 0),
  }));
  const logs = await scores.intervalsSince(tx, places, now);
  const ratesOf = ratesIn(await scoreCohorts.all(tx), now);
  const computed = due.map((machine) => {
    const log = logs.get(machine.machineId) ?? [];
    return scoreOne(machine, log, { rates: ratesOf(machine), model, now });
  });
  await scorePredictions.keep(
    tx,
    computed.flatMap(({ said }) => said),
  );
  return scores.save(
    tx,
    computed.map(({ score }) => score),
  );
}

function ratesIn(cohorts: ReadonlyMap<string, CohortState>, now: Date) {
  const fleet = cohorts.get(fleetName) ?? newCohort(now);
  return (machine: DueMachine): CohortRates =>
    cohortRates(cohorts.get(cohortName(machine)) ?? newCohort(now), fleet);
}

interface Circumstances {
  rates: CohortRates;
  model: StoredModel;
  now: Date;
}

/** `log`: what begins where the machine's kept log ends, or later. */
function scoreOne(
  machine: DueMachine,
  log: readonly Interval[],
  { rates, model: { id: modelId, horizons: models }, now }: Circumstances,
): { score: NewScore; said: SaidOf[] } {
  const { machineId, asOf, openSince } = machine;
  const before = machine.kept ?? newKeptLog(log[0]?.from ?? openSince);
  const finals = log.filter(({ until }) => isFinal(until, machine));
  const kept = keepingAll(before, finals, sha256);
  const whole = keepingAll(kept, cutAt(log.slice(finals.length), asOf), sha256);
  const served = servedScore(whole, { rates, models }, sha256);
  const listed = listedReliability(whole.state, served.survival);
  const score = { ...served, machineId, modelId, rates, computedAt: now, kept, openSince, listed };
  if (!machine.isUp || !isSampled(machineId, now)) return { score, said: [] };
  const said = models.map((model) => ({
    ...{ machineId, hours: model.hours, saidAt: served.asOf },
    prediction: predict(model, featuresOf(whole.state, rates, model.hours)),
  }));
  return { score, said };
}

/** A judgement is carried on from the interval that ends where it was settled, so that one still changes. */
function isFinal(until: Date, { settledAt, openSince }: DueMachine): boolean {
  return until <= openSince && (settledAt === undefined || until < settledAt);
}
