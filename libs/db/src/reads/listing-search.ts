import type { Address, Listing, Machine, Tier } from '@gpuflow/domain';
import { momentOf } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { Prisma } from '../generated/client.js';
import { toListing } from '../rows/listing-row.js';
import { toMachine } from '../rows/machine-row.js';
import { cursorOf, parseCursor } from './listing-cursor.js';

/** What listings must be like: all that is given must hold. */
export interface ListingFilter {
  gpuModels?: string[] | undefined;
  gpuCountMin?: number | undefined;
  vramGbMin?: number | undefined;
  /** ISO 3166-1 alpha-2. */
  countries?: string[] | undefined;
  tier?: Tier | undefined;
  pricePerHourMaxUnits?: bigint | undefined;
  /** Whether the machine beats. */
  online?: boolean | undefined;
  /** Whether no rental holds it. */
  available?: boolean | undefined;
  provider?: Address | undefined;
}

/** A listing that was found. */
export interface ListingHit {
  /** Names its place: the next page comes `after` the last one's. */
  cursor: string;
  listing: Listing;
  machine: Machine;
  /** Whether no rental holds it. */
  available: boolean;
}

export interface ListingPage {
  hits: ListingHit[];
  hasNextPage: boolean;
}

/** The chain that offers are accepted on. */
export interface OfferChain {
  chainId: number;
  /** Its clock, in seconds. */
  now: bigint;
}

/**
 * Active listings whose offers can still be accepted on chain, the cheapest first, ties by id: the `first` that come after
 * `cursor`. Refuses `BAD_CURSOR`.
 */
export async function listingSearch(
  tx: Tx,
  chain: OfferChain,
  filter: ListingFilter,
  first: number,
  cursor?: string,
): Promise<ListingPage> {
  const conditions = [
    Prisma.sql`l.state = 'ACTIVE'`,
    ...acceptableOn(chain),
    ...listingConditions(filter),
    ...machineConditions(filter),
    ...(cursor === undefined ? [] : [afterCursor(cursor)]),
  ];
  // Who holds them is asked for the page alone: asked for inside, PostgreSQL reads all rentals first.
  const found = await tx[prisma].$queryRaw<{ id: string; available: boolean }[]>`
    select l.id, not exists (${holder}) as available
    from (
      select l.id, l.price_per_hour_units
      from listings l
      where ${Prisma.join(conditions, ' and ')}
      order by l.price_per_hour_units, l.id
      limit ${first + 1}
    ) l
    order by l.price_per_hour_units, l.id`;
  return { hits: await hitsOf(tx, found.slice(0, first)), hasNextPage: found.length > first };
}

async function hitsOf(tx: Tx, found: { id: string; available: boolean }[]): Promise<ListingHit[]> {
  const ids = found.map(({ id }) => id);
  const rows = await tx[prisma].listing.findMany({
    where: { id: { in: ids } },
    include: { machine: true },
  });
  const rowOf = new Map(rows.map((row) => [row.id, row]));
  return found.flatMap(({ id, available }) => {
    const row = rowOf.get(id);
    if (row === undefined) return [];
    const listing = toListing(row);
    return { cursor: cursorOf(listing), listing, machine: toMachine(row.machine), available };
  });
}

/** The rental that holds the listing `l`, by the partial index `rentals_holding_listing`. */
const holder = Prisma.sql`
  select from rentals r
  where r.listing_id = l.id and r.state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED')`;

/** What the contract asks of an offer: neither too old, nor cancelled, nor voided by its provider's counter. */
function acceptableOn({ chainId, now }: OfferChain): Prisma.Sql[] {
  return [
    Prisma.sql`l.valid_until >= ${momentOf(Number(now))}`,
    Prisma.sql`not exists (
      select from chain_cancelled_offers c
      where c.chain_id = ${chainId} and c.offer_hash = l.offer_hash)`,
    Prisma.sql`not exists (
      select from chain_counters c
      where c.chain_id = ${chainId} and c.owner = l.provider
        and c.counter <> (l.offer ->> 'counter')::numeric)`,
  ];
}

function listingConditions(filter: ListingFilter): Prisma.Sql[] {
  const { gpuModels, tier, pricePerHourMaxUnits: max, available, provider } = filter;
  return [
    gpuModels && oneOf(Prisma.sql`l.gpu_model`, gpuModels),
    tier && Prisma.sql`l.tier = ${tier}::"Tier"`,
    max !== undefined && Prisma.sql`l.price_per_hour_units <= ${max.toString()}::numeric`,
    available !== undefined &&
      (available ? Prisma.sql`not exists (${holder})` : Prisma.sql`exists (${holder})`),
    provider && Prisma.sql`l.provider = ${provider}`,
  ].filter((condition) => condition instanceof Prisma.Sql);
}

function machineConditions(filter: ListingFilter): Prisma.Sql[] {
  const { gpuCountMin, vramGbMin, countries, online } = filter;
  return [
    gpuCountMin !== undefined && Prisma.sql`l.gpu_count >= ${gpuCountMin}`,
    vramGbMin !== undefined && Prisma.sql`l.vram_gb >= ${vramGbMin}`,
    countries && oneOf(Prisma.sql`l.country`, countries),
    online !== undefined &&
      Prisma.sql`l.liveness ${online ? Prisma.sql`=` : Prisma.sql`<>`} 'ONLINE'`,
  ].filter((condition) => condition instanceof Prisma.Sql);
}

/** Written as a list, because PostgreSQL orders by an index under `= 'one'`, and not under `= any('{one}')`. */
function oneOf(column: Prisma.Sql, values: string[]): Prisma.Sql {
  return values.length === 0
    ? Prisma.sql`false`
    : Prisma.sql`${column} in (${Prisma.join(values)})`;
}

function afterCursor(cursor: string): Prisma.Sql {
  const { pricePerHourUnits, id } = parseCursor(cursor);
  return Prisma.sql`(l.price_per_hour_units, l.id) > (${pricePerHourUnits.toString()}::numeric, ${id}::uuid)`;
}
