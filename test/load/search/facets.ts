import { setTimeout as delay } from 'node:timers/promises';

import {
  listingFacets,
  LiveFacets,
  openDatabase,
  type Database,
  type ListingFilter,
} from '@gpuflow/db';
import type { Random } from '@gpuflow/testing';
import pg from 'pg';

import { chainId, q1, q2 } from './queries.ts';

/** What facets out of memory are worth beside SQL. */
export interface FacetFigures {
  memoryMs: number;
  /** One GROUP BY over the same filter: one of the three facets, and no total. */
  groupByMs: number;
  ratio: number;
  listings: number;
  wholeAfterMs: number;
}

export interface Freshness {
  edits: number;
  p50Ms: number;
  p99Ms: number;
  /** Parts of the snapshot, and facets of filters, that were not what SQL says when all was done. */
  differences: number;
}

const filtersCount = 20;
const editsPerSecond = 100;

function filtersOf(random: Random): ListingFilter[] {
  const one = (index: number) => (index % 2 === 0 ? q1(random) : q2(random)).filter;
  return Array.from({ length: filtersCount }, (_, index) => one(index));
}

export async function compareFacets(url: string, random: Random): Promise<FacetFigures> {
  const db = openDatabase(url);
  const begun = performance.now();
  const live = await LiveFacets.follow(db, chainId);
  try {
    await live.caughtUp();
    const wholeAfterMs = performance.now() - begun;
    const filters = filtersOf(random);
    const memoryMs = await meanMs(filters, 20, async (filter) => countIn(live, filter));
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    const groupByMs = await meanMs(filters, 1, (filter) => client.query(groupBy(filter)));
    await client.end();
    const listings = live.size;
    return { memoryMs, groupByMs, ratio: groupByMs / memoryMs, listings, wholeAfterMs };
  } finally {
    await live.stop();
    await db.close();
  }
}

function countIn(live: LiveFacets, filter: ListingFilter) {
  const now = new Date();
  const facets = live.facets(filter, { chainNow: Math.floor(now.getTime() / 1_000), now });
  if (facets === undefined) throw new Error('the snapshot does not answer');
  return facets;
}

async function meanMs(
  filters: ListingFilter[],
  times: number,
  ask: (filter: ListingFilter) => Promise<unknown>,
): Promise<number> {
  for (const filter of filters) await ask(filter);
  const begun = performance.now();
  for (let time = 0; time < times; time += 1) for (const filter of filters) await ask(filter);
  return (performance.now() - begun) / (times * filters.length);
}

/** By model: as its facet is counted, under every condition but its own. */
function groupBy({ regions, countries, tier, ...others }: ListingFilter): string {
  const among = (column: string, values: readonly string[] | undefined) =>
    values && `${column} in (${values.map((value) => `'${value}'`).join()})`;
  const conditions = [
    `state = 'ACTIVE' and valid_until >= now()`,
    among('region', regions),
    among('country', countries),
    tier && `tier = '${tier}'`,
    others.ramGbMin && `ram_gb >= ${others.ramGbMin}`,
    others.reliabilityMin && `reliability >= ${others.reliabilityMin}`,
    others.online && `liveness = 'ONLINE'`,
    others.available &&
      `not exists (select from rentals r where r.listing_id = listings.id
        and r.state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED'))`,
  ];
  return `select gpu_model, count(*), min(price_per_hour_units), max(price_per_hour_units)
    from listings where ${conditions.filter(Boolean).join(' and ')} group by gpu_model`;
}

/** Edits prices, so many a second, and sees when the snapshot has each of them. */
export async function measureFreshness(
  url: string,
  random: Random,
  seconds: number,
): Promise<Freshness> {
  const db = openDatabase(url);
  const read = new Map<string, (at: number) => void>();
  const onRead = (ids: readonly string[]) => {
    for (const id of ids) read.get(id)?.(performance.now());
  };
  const live = await LiveFacets.follow(db, chainId, { lagMsMax: 250, onRead });
  try {
    await live.caughtUp();
    const lags = await editPrices(url, random, seconds, read);
    await live.caughtUp();
    const differences = (await live.differences()) + (await differentFacets(db, live, random));
    lags.sort((a, b) => a - b);
    const quantile = (part: number) => lags[Math.floor((lags.length - 1) * part)] ?? NaN;
    return { edits: lags.length, p50Ms: quantile(0.5), p99Ms: quantile(0.99), differences };
  } finally {
    await live.stop();
    await db.close();
  }
}

async function editPrices(
  url: string,
  random: Random,
  seconds: number,
  read: Map<string, (at: number) => void>,
): Promise<number[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const ids = await client.query<{ id: string }>(
    `select id from listings where state = 'ACTIVE' order by md5(id::text) limit $1`,
    [editsPerSecond * seconds],
  );
  const lags: Promise<number>[] = [];
  const begun = performance.now();
  for (const [index, { id }] of ids.rows.entries()) {
    const waitMs = begun + (index * 1_000) / editsPerSecond - performance.now();
    if (waitMs > 0) await delay(waitMs);
    const seen = new Promise<number>((resolve) => read.set(id, resolve));
    await client.query('update listings set price_per_hour_units = $2 where id = $1', [
      id,
      random.between(50_000, 9_000_000),
    ]);
    const committed = performance.now();
    lags.push(seen.then((at) => Math.max(0, at - committed)));
  }
  await client.end();
  return Promise.all(lags);
}

async function differentFacets(db: Database, live: LiveFacets, random: Random): Promise<number> {
  let different = 0;
  for (const filter of filtersOf(random)) {
    const now = new Date();
    const held = live.facets(filter, { chainNow: Math.floor(now.getTime() / 1_000), now });
    const stored = await listingFacets(db, { chainId, now }, filter);
    if (text(held) !== text(stored)) different += 1;
  }
  return different;
}

function text(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
}
