import {
  chainCursors,
  chainNow,
  fills,
  lockKey,
  rollups,
  type ChainCursor,
  type RollupProgress,
  type Tx,
} from '@gpuflow/db';
import { changedHours, daySeconds, hourSeconds, periodOf } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';

/** The most rentals that one step counts again. */
const rentalsMax = 1_000;
/** The most hours by which one step goes on. */
const hoursMax = 168n;
/** An hour is over for statistics a minute late: what was accepted in it is in the database by then. */
const lateSeconds = 60n;

/**
 * Brings statistics a step further: counts the rentals anew of which the chain tells something else than was counted
 * (because it went on, or was reorganised), and rolls up the hours and days that this changes, and those that are over
 * since. Answers whether there may be more to do.
 */
export function rollUpMarket(market: Market<ChainPolicy>): Promise<boolean> {
  const { db, policy } = market;
  return db.transaction(async (tx) => {
    await lockKey(tx, `rollups:${policy.chainId}`);
    const cursor = await chainCursors.find(tx, policy.chainId);
    const before = cursor && (await progressOf(tx, market, cursor));
    if (cursor === undefined || before === undefined) return false;
    return step(tx, market, cursor, before);
  });
}

/** Forgets all statistics, so that the next steps make them again of what is stored. */
export async function forgetRollups({ db, policy }: Market<ChainPolicy>): Promise<void> {
  await db.transaction(async (tx) => {
    await lockKey(tx, `rollups:${policy.chainId}`);
    await fills.clear(tx, policy.chainId);
    await rollups.clear(tx, policy.chainId);
  });
}

async function progressOf(
  tx: Tx,
  { policy: { chainId }, clock }: Market<ChainPolicy>,
  { deploymentBlock }: ChainCursor,
): Promise<RollupProgress | undefined> {
  const progress = await rollups.progress(tx, chainId);
  if (progress !== undefined) return progress;
  const first = await rollups.firstSecond(tx, chainId);
  if (first === undefined) return undefined;
  const rentalsSeenTo = seenBy(clock.now());
  return {
    rolledUpTo: periodOf(first, hourSeconds),
    readToBlock: deploymentBlock - 1n,
    rentalsSeenTo,
  };
}

async function step(
  tx: Tx,
  market: Market<ChainPolicy>,
  cursor: ChainCursor,
  before: RollupProgress,
): Promise<boolean> {
  const { policy, clock } = market;
  const { chainId } = policy;
  const now = clock.now();
  const readTo = { block: before.readToBlock, moment: before.rentalsSeenTo };
  const suspects = await fills.suspects(tx, chainId, readTo, rentalsMax);
  const isFull = suspects.length === rentalsMax;
  const changes = await fills.changes(
    tx,
    chainId,
    suspects.map(({ rentalId }) => rentalId),
  );
  await fills.count(tx, chainId, changes);

  const over = periodOf((await chainNow(tx, chainId, now)) - lateSeconds, hourSeconds);
  const rolledUpTo = atMost(over, before.rolledUpTo + hoursMax * hourSeconds, before.rolledUpTo);
  const hours = changedHours(changes, before.rolledUpTo);
  for (let hour = before.rolledUpTo; hour < rolledUpTo; hour += hourSeconds) hours.add(hour);
  await rollUp(tx, chainId, hours, rolledUpTo);

  const lastRead = suspects.at(-1)?.lastBlock ?? 0n;
  await rollups.advance(tx, chainId, {
    rolledUpTo,
    readToBlock: isFull
      ? atMost(lastRead - 1n, cursor.finalizedNumber, before.readToBlock)
      : atMost(cursor.finalizedNumber, cursor.finalizedNumber, before.readToBlock),
    rentalsSeenTo: isFull ? before.rentalsSeenTo : seenBy(now),
  });
  return isFull || rolledUpTo < over;
}

/** Hours, and the days that they lie in. A day that is not over is rolled up as far as its hours are. */
async function rollUp(tx: Tx, chainId: number, hours: ReadonlySet<bigint>, until: bigint) {
  const days = new Set([...hours].map((hour) => periodOf(hour, daySeconds)));
  for (const starts of pagesOf([...hours]))
    await rollups.rollUp(tx, chainId, { period: 'HOUR', starts, until });
  for (const starts of pagesOf([...days]))
    await rollups.rollUp(tx, chainId, { period: 'DAY', starts, until });
}

/** Periods of one statement: few enough for it to end in time. */
const periodsMax = 200;

function pagesOf(starts: readonly bigint[]): bigint[][] {
  const pages = Math.ceil(starts.length / periodsMax);
  return Array.from({ length: pages }, (_, page) =>
    starts.slice(page * periodsMax, (page + 1) * periodsMax),
  );
}

/** `wanted`, but no more than `most`, and never less than `least`. */
function atMost(wanted: bigint, most: bigint, least: bigint): bigint {
  const bounded = wanted < most ? wanted : most;
  return bounded > least ? bounded : least;
}

/** Rentals that were taken in a minute before are all there to be seen. */
function seenBy(now: Date): Date {
  return new Date(now.getTime() - Number(lateSeconds) * 1000);
}
