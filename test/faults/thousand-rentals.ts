import { setTimeout as delay } from 'node:timers/promises';

import { run } from '@gpuflow/cli';
import { cloneDatabase } from '@gpuflow/testing';
import pg from 'pg';

import { AppChild } from './app-child.ts';
import { chainInProcess } from './chain-in-process.ts';
import { Crowd } from './crowd.ts';
import { assertInvariants, assertSettled, Violation } from './invariants.ts';
import { seeded } from './random.ts';
import { serverEnvironment } from './server-environment.ts';
import { openChildStand, type Stand } from './stand.ts';

/** What the projection consists of, but for the cursor's own clock. */
const projectionTables = [
  'chain_rentals',
  'chain_accounts',
  'ledger_entries',
  'chain_tokens',
  'chain_params',
  'chain_cancelled_offers',
  'chain_counters',
];

/** What a rental comes to, whoever was killed when. The machine's commitment names it; times and blocks differ. */
const outcomes = `
  select c."order"->'offer'->>'assetHash' as asset, r.state as market, c.state, c.close_reason,
    c.funded_units, c.claimed_units, c.to_provider_units, c.fee_units, c.refunded_units
  from chain_rentals c join rentals r on r.id = c.rental_id order by 1`;
const balances = 'select owner, free_units from chain_accounts order by 1';
/** How often money is paid on the way depends on the time; what is asked for once does not. */
const wishes = `
  select purpose, state, count(*) from intents where purpose <> 'SETTLE' group by 1, 2 order by 1, 2`;

/** What a run with kills was like. */
export interface CrowdReport {
  kills: number;
  seconds: number;
}

/**
 * Plays so many rentals twice with one seed, once with processes that die by `kill -9` at random moments, and throws
 * {@link Violation} unless both end with the same tables and an audit without a finding, and a process that nobody disturbs
 * reads the very same projection from the disturbed run's chain, byte by byte.
 */
export async function playCrowd(seed: number, size: number): Promise<CrowdReport> {
  const calm = await playOnce(seed, size, false);
  const disturbed = await playOnce(seed, size, true);
  if (calm.tables !== disturbed.tables)
    throw new Violation(`the tables differ:\n${calm.tables}\n${disturbed.tables}`);
  return { kills: disturbed.kills, seconds: disturbed.seconds };
}

async function playOnce(seed: number, size: number, disturbed: boolean) {
  const stand = await openChildStand();
  const worker = new AppChild({
    app: 'worker',
    env: { ...serverEnvironment(stand.place), KEEP_SECONDS: '1' },
  });
  await worker.start();
  const since = performance.now();
  const killer = new Killer(seed, [
    stand.chain,
    { kill: () => worker.kill(), restart: () => worker.start() },
  ]);
  try {
    const crowd = new Crowd(stand, seed, size);
    await crowd.live(disturbed ? () => killer.maybe() : () => Promise.resolve());
    const seconds = (performance.now() - since) / 1_000;
    await assertInvariants(stand);
    await assertSettled(stand);
    await assertAudited(stand);
    if (disturbed) await assertReadAgain(stand);
    return { tables: await tablesOf(stand), kills: killer.kills, seconds };
  } finally {
    await worker.stop();
    await stand.close();
  }
}

/** Something that can die and come back. */
interface Mortal {
  kill(): Promise<void>;
  restart(): Promise<void>;
}

/** Kills one of several processes at moments that the seed spreads, and starts it again at once. */
class Killer {
  readonly #random;
  readonly #mortals: readonly Mortal[];
  #nextAtMs = 0;
  kills = 0;

  constructor(seed: number, mortals: readonly Mortal[]) {
    this.#random = seeded('killer', seed);
    this.#mortals = mortals;
  }

  async maybe(): Promise<void> {
    if (performance.now() < this.#nextAtMs) return;
    this.#nextAtMs = performance.now() + this.#random.between(200, 4_000);
    const victim = this.#random.pick(this.#mortals);
    await victim.kill();
    await victim.restart();
    this.kills += 1;
  }
}

async function tablesOf({ sql }: Stand): Promise<string> {
  const results = await Promise.all([outcomes, balances, wishes].map((text) => sql.query(text)));
  return results.map(({ rows }) => rows.map((row) => JSON.stringify(row)).join('\n')).join('\n');
}

/** The operator's audit, which shares no code with the server, finds nothing at the last final block. */
async function assertAudited({ node, ledger, place, sql }: Stand): Promise<void> {
  const head = await ledger.head();
  // Of the newest block nothing is final.
  await node.mine();
  for (let tries = 0; tries < 600 && (await cursorOf(sql)) <= head; tries += 1) await delay(100);
  const { escrow, block } = node.deployment;
  const where = ['--rpc', node.url, '--escrow', escrow, '--from-block', String(block)];
  const said: string[] = [];
  const say = (line: string) => void said.push(line);
  const words = ['audit', ...where, '--database', place.databaseUrl, '--json'];
  const status = await run(words, { out: say, err: say });
  if (status !== 0) throw new Violation(`the audit ended with ${status}: ${said.join(' ')}`);
}

/** The same chain, read into an empty database by a process that nobody disturbs. */
async function assertReadAgain(stand: Stand): Promise<void> {
  const clone = await cloneDatabase();
  const sql = new pg.Pool({ connectionString: clone.url, max: 1 });
  const place = { ...stand.place, databaseUrl: clone.url };
  const reader = chainInProcess(place, stand.market.clock);
  try {
    const head = await stand.ledger.head();
    while ((await cursorOf(sql)) < head) await reader.work();
    for (const table of projectionTables) {
      if ((await dump(sql, table)) !== (await dump(stand.sql, table)))
        throw new Violation(`${table} differs from what is read without a disturbance`);
    }
  } finally {
    await reader.close();
    await sql.end();
    await clone.drop();
  }
}

async function cursorOf(sql: pg.Pool): Promise<bigint> {
  const { rows } = await sql.query<{ number: string }>('select number from chain_cursors');
  return BigInt(rows[0]?.number ?? 0);
}

async function dump(sql: pg.Pool, table: string): Promise<string> {
  const { rows } = await sql.query<{ row: string }>(
    `select t::text as row from ${table} t order by 1`,
  );
  return rows.map(({ row }) => row).join('\n');
}
