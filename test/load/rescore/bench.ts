import { createHash } from 'node:crypto';

import { openDatabase, scoreModels, scores, type Database, type StoredScore } from '@gpuflow/db';
import {
  keepingAll,
  newKeptLog,
  scoreDifferences,
  servedScore,
  type HorizonModel,
  type Interval,
  type ServedScore,
} from '@gpuflow/domain';
import { escrowTerms } from '@gpuflow/escrow';
import {
  forgetScores,
  learnScores,
  scoreMachines,
  type ChainPolicy,
  type Market,
} from '@gpuflow/marketplace';
import pg from 'pg';
import { z } from 'zod';

import { DurableDatabase } from '../../faults/durable-database.ts';
import { option } from '../sides/figures.ts';
import { writeFleet } from './fleet.ts';

/**
 * `npm run bench -- rescore [--machines N] [--intervals N] [--rounds N]`: every score of a fleet computed again from its
 * whole logs, out of PostgreSQL and into it, beside a bare loop of the pure function over the same logs in memory; then the
 * round after it, in which nothing has changed. Prints a JSON line per figure; exit status 1 where a score is another than
 * the bare loop's, or a state has more than 200 bytes.
 */
const stateBytesMax = 200;
const pageSize = 1_000;

const number = z.coerce.number().int().positive();
const options = z.object({ machines: number, intervals: number.min(2), rounds: number }).parse({
  machines: option('--machines') ?? '100000',
  intervals: option('--intervals') ?? '12',
  rounds: option('--rounds') ?? '3',
});

function print(figure: string, facts: object): void {
  process.stdout.write(`${JSON.stringify({ figure: `rescore.${figure}`, ...facts })}\n`);
}

const now = new Date('2027-01-01T00:00:00.000Z');
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

function marketOn(db: Database): Market<ChainPolicy> {
  const chainId = 31_337;
  const terms = escrowTerms({ chainId, escrow: `0x${'e5'.repeat(20)}` });
  return { db, clock: { now: () => now }, log: silent, terms, policy: { chainId } };
}

const sha256 = (bytes: Uint8Array) => Uint8Array.from(createHash('sha256').update(bytes).digest());

/** The pure function, and nothing else. */
function bareScore(
  log: readonly Interval[],
  { rates }: StoredScore,
  models: readonly HorizonModel[],
): ServedScore {
  const kept = keepingAll(newKeptLog(log[0]?.from ?? now), log, sha256);
  return servedScore(kept, { rates, models }, sha256);
}

/** Seconds of the bare loop over all logs, and how many scores it makes otherwise than they are stored. */
async function bareLoop(db: Database, ids: readonly string[]) {
  const models = (await scoreModels.last(db))?.horizons ?? [];
  let [seconds, different] = [0, 0];
  for (let place = 0; place < ids.length; place += pageSize) {
    const page = ids.slice(place, place + pageSize);
    const stored = await scores.findMany(db, page);
    const since = page.map((machineId) => ({ machineId, since: new Date(0) }));
    const logs = await scores.intervalsSince(db, since, now);
    const before = performance.now();
    const bare = stored.map((score) => bareScore(logs.get(score.machineId) ?? [], score, models));
    seconds += (performance.now() - before) / 1_000;
    different += stored.filter((score, at) => {
      const other = bare[at];
      return other === undefined || scoreDifferences(score, other).length > 0;
    }).length;
  }
  return { seconds, different };
}

async function timed<Result>(work: () => Promise<Result>) {
  const before = performance.now();
  const result = await work();
  return { result, seconds: (performance.now() - before) / 1_000 };
}

async function ask<Row extends pg.QueryResultRow>(url: string, sql: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}

async function compare(url: string, db: Database): Promise<boolean> {
  const market = marketOn(db);
  const ids = (await ask<{ id: string }>(url, 'select id from machines order by id')).map(
    ({ id }) => id,
  );
  await learnScores(market);
  const ratios: number[] = [];
  let different = 0;
  for (let round = 1; round <= options.rounds; round += 1) {
    await forgetScores(market);
    const ours = await timed(() => scoreMachines(market));
    if (ours.result.scored !== ids.length) throw new Error(`${ours.result.scored} were scored`);
    const bare = await bareLoop(db, ids);
    different += bare.different;
    ratios.push(bare.seconds / ours.seconds);
    print('round', {
      round,
      ours: perSecond(ids.length, ours.seconds),
      bare: perSecond(ids.length, bare.seconds),
      different: bare.different,
    });
  }
  const resting = await timed(() => scoreMachines(market));
  print('resting', { seconds: round3(resting.seconds), scored: resting.result.scored });
  const ratio = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)] ?? Number.NaN;
  print('ratio', { value: round3(ratio), machines: ids.length, intervals: options.intervals });
  print('agree', {
    value: ids.length * options.rounds - different,
    goal: ids.length * options.rounds,
    met: different === 0,
  });
  const [state] = await ask<{ bytes: number }>(
    url,
    'select max(octet_length(state)) as bytes from machine_scores',
  );
  const bytes = state?.bytes ?? Number.NaN;
  print('state', { bytes, goal: stateBytesMax, met: bytes <= stateBytesMax });
  return different === 0 && bytes <= stateBytesMax;
}

function perSecond(machines: number, seconds: number): number {
  return Math.round(machines / seconds);
}

function round3(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

const database = await DurableDatabase.create();
const db = openDatabase(database.url);
try {
  await writeFleet(database.url, { ...options, now });
  process.exitCode = (await compare(database.url, db)) ? 0 : 1;
} finally {
  await db.close();
  await database.drop();
}
