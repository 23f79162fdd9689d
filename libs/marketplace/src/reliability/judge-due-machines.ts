import { acceptance, pulses } from '@gpuflow/db';
import { acceptingSpans } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { judgeMachines, type LivenessTurns } from './judge-machines.js';

/** So many machines are judged in one transaction. */
const judgedMax = 500;
/** A turn of acceptance that was longer ago has been judged. */
const turnDays = 7;

/** A machine whose judgement failed is tried again after so long. */
const putOffMs = 60_000;

/**
 * Judges every machine of which something may have changed without a beat, each once. One that cannot be judged is logged
 * and put off, and stops no other.
 */
export async function judgeDueMachines(market: Market): Promise<LivenessTurns> {
  const { db, clock, policy } = market;
  const turns: LivenessTurns = { online: [], silent: [] };
  const now = clock.now();
  const turnedAt = await lastTurn(market);
  let due: string[];
  do {
    due = await pulses.due(db, now, policy.beat, turnedAt, judgedMax);
    const { online, silent } = await judgeApart(market, due);
    turns.online.push(...online);
    turns.silent.push(...silent);
  } while (due.length === judgedMax);
  return turns;
}

/** Judges machines together, and where that fails by halves, until those are alone that cannot be judged. */
async function judgeApart(market: Market, machineIds: readonly string[]): Promise<LivenessTurns> {
  const [machineId] = machineIds;
  if (machineId === undefined) return { online: [], silent: [] };
  try {
    return await judgeMachines(market, machineIds);
  } catch (error) {
    if (machineIds.length === 1) return putOff(market, machineId, error);
    const half = machineIds.length >> 1;
    const one = await judgeApart(market, machineIds.slice(0, half));
    const other = await judgeApart(market, machineIds.slice(half));
    return {
      online: [...one.online, ...other.online],
      silent: [...one.silent, ...other.silent],
    };
  }
}

/** Where not even this can be written the database is away, and the sweep ends. */
async function putOff(market: Market, machineId: string, error: unknown): Promise<LivenessTurns> {
  const until = new Date(market.clock.now().getTime() + putOffMs);
  await pulses.putOff(market.db, machineId, until);
  market.log.error({ machineId, until, err: error }, 'machine not judged');
  return { online: [], silent: [] };
}

/** When the API last began or ceased to accept beats. */
async function lastTurn({ db, clock }: Market): Promise<Date | undefined> {
  const now = clock.now().getTime();
  const windows = await acceptance.since(db, new Date(now - turnDays * 86_400_000));
  const moments = acceptingSpans(windows).flatMap(({ from, until }) => [from, until]);
  const last = moments.findLast((moment) => moment < now);
  return last === undefined ? undefined : new Date(last);
}
