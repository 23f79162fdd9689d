import { acceptance, pulses } from '@gpuflow/db';
import { acceptingSpans } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { judgeMachines, type LivenessTurns } from './judge-machines.js';

/** So many machines are judged in one transaction. */
const judgedMax = 500;
/** A turn of acceptance that was longer ago has been judged. */
const turnDays = 7;

/** Judges every machine of which something may have changed without a beat. */
export async function judgeDueMachines(market: Market): Promise<LivenessTurns> {
  const turns: LivenessTurns = { online: [], silent: [] };
  const turnedAt = await lastTurn(market);
  let due: string[];
  do {
    const { db, clock, policy } = market;
    due = await pulses.due(db, clock.now(), policy.beat, turnedAt, judgedMax);
    if (due.length === 0) break;
    const { online, silent } = await judgeMachines(market, due);
    turns.online.push(...online);
    turns.silent.push(...silent);
  } while (due.length === judgedMax);
  return turns;
}

/** When the API last began or ceased to accept beats. */
async function lastTurn({ db, clock }: Market): Promise<Date | undefined> {
  const now = clock.now().getTime();
  const windows = await acceptance.since(db, new Date(now - turnDays * 86_400_000));
  const moments = acceptingSpans(windows).flatMap(({ from, until }) => [from, until]);
  const last = moments.findLast((moment) => moment < now);
  return last === undefined ? undefined : new Date(last);
}
