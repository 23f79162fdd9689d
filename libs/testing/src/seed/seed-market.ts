import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import pg from 'pg';
import { from } from 'pg-copy-streams';
import { seeded } from './random.js';
import { SeedHosts } from './seed-host.js';
import { listingsOf, type SeedListing } from './seed-listing.js';
import {
  intervalRows,
  listingOfferRow,
  listingRow,
  machineRow,
  pulseRow,
  rentalRow,
  type SeedMarket,
  type SeedRow,
} from './seed-rows.js';

/** What market to generate: the same seed gives the same rows. */
export interface SeedOptions extends SeedMarket {
  seed: number;
  listings: number;
}

/** How many rows were written. */
export interface SeededMarket {
  machines: number;
  listings: number;
  taken: number;
}

/** A host has about so many listings. */
const listingsPerHost = 1.55;
const tables = [
  'machines',
  'machine_pulses',
  'machine_intervals',
  'listings',
  'listing_offers',
  'rentals',
] as const;
type Table = (typeof tables)[number];
/** Rows travel by so many. */
const batchRows = 5_000;

/**
 * Fills an empty market with machines, active listings and the rentals that hold some of them, as market-mix.ts says, by
 * COPY. Rows look as the stores write them, but nobody has signed them, and no trigger has
 * seen them: what triggers would have written is written.
 */
export async function seedMarket(url: string, options: SeedOptions): Promise<SeededMarket> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    return await withoutIndexes(client, () => fill(client, options));
  } finally {
    await client.end();
  }
}

async function fill(client: pg.Client, options: SeedOptions): Promise<SeededMarket> {
  const random = seeded(options.seed);
  const hosts = new SeedHosts(random, options.listings / listingsPerHost, options.at);
  const written: SeededMarket = { machines: 0, listings: 0, taken: 0 };
  let batch = emptyBatch();
  while (written.listings < options.listings) {
    const host = hosts.draw();
    const missing = options.listings - written.listings;
    const offered = listingsOf(host, random, options.at).slice(0, missing);
    batch.machines.push(machineRow(host));
    batch.machine_pulses.push(pulseRow(host, options));
    batch.machine_intervals.push(...intervalRows(host, options));
    for (const listing of offered) addListing(batch, listing, options);
    written.machines += 1;
    written.listings += offered.length;
    written.taken += offered.filter(({ renter }) => renter !== undefined).length;
    if (batch.listings.length < batchRows && written.listings < options.listings) continue;
    for (const table of tables) await copy(client, table, batch[table]);
    batch = emptyBatch();
  }
  return written;
}

function emptyBatch(): Record<Table, SeedRow[]> {
  return {
    ...{ machines: [], machine_pulses: [], machine_intervals: [] },
    ...{ listings: [], listing_offers: [], rentals: [] },
  };
}

function addListing(batch: Record<Table, SeedRow[]>, listing: SeedListing, market: SeedMarket) {
  batch.listings.push(listingRow(listing, market));
  batch.listing_offers.push(listingOfferRow(listing));
  const rental = rentalRow(listing, market);
  if (rental !== undefined) batch.rentals.push(rental);
}

async function copy(client: pg.Client, table: Table, rows: readonly SeedRow[]): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const names = Object.keys(first).map((name) => pg.escapeIdentifier(name));
  const stream = client.query(from(`copy ${table} (${names.join()}) from stdin`));
  const done = finished(stream);
  const lines = rows.map((row) => `${Object.values(row).map(copied).join('\t')}\n`);
  if (!stream.write(lines.join(''))) await Promise.race([once(stream, 'drain'), done]);
  stream.end();
  await done;
}

/** A value in COPY's text format. */
function copied(value: SeedRow[string]): string {
  if (value === undefined) return '\\N';
  if (value instanceof Date) return value.toISOString();
  return String(value).replaceAll('\\', '\\\\');
}

/** Without the indexes that only make reading faster, and with them again. */
async function withoutIndexes<Result>(client: pg.Client, work: () => Promise<Result>) {
  const { rows } = await client.query<{ name: string; definition: string }>(
    `select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
     from pg_index where indrelid = any($1::regclass[]) and not indisunique and not indisexclusion`,
    [tables],
  );
  for (const { name } of rows) await client.query(`drop index ${name}`);
  const result = await work();
  for (const { definition } of rows) await client.query(definition);
  for (const table of tables) await client.query(`vacuum analyze ${table}`);
  return result;
}
