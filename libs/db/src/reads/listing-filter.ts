import type { Address, RentalClass, Tier } from '@gpuflow/domain';
import type { Values } from '../statement.js';

/** Bounds from below, and the column of listings that each is a bound of. What is unknown is below every bound. */
export const minimumColumns = {
  gpuCountMin: 'gpu_count',
  vramGbMin: 'vram_gb',
  totalVramGbMin: 'total_vram_gb',
  cpuCoresMin: 'cpu_cores',
  ramGbMin: 'ram_gb',
  diskGbMin: 'disk_gb',
  diskMBpsMin: 'disk_mbytes_per_second',
  downMbpsMin: 'down_mbps',
  upMbpsMin: 'up_mbps',
  directPortsMin: 'direct_ports',
  reliabilityMin: 'reliability',
} as const;
export type Minimum = keyof typeof minimumColumns;

/** Lists of which one value must be the listing's. */
export const listColumns = {
  gpuModels: 'gpu_model',
  countries: 'country',
  regions: 'region',
} as const;
export type ListCondition = keyof typeof listColumns;

/** Versions from below, number by number: {12,4} is below {12,10}. */
export const versionColumns = {
  cudaVersionMin: 'cuda_version',
  driverVersionMin: 'driver_version',
} as const;
export type VersionMinimum = keyof typeof versionColumns;

/** What listings must be like: all that is given must hold. */
export type ListingFilter = Partial<Record<Minimum, number | undefined>> &
  Partial<Record<ListCondition, readonly string[] | undefined>> &
  Partial<Record<VersionMinimum, readonly number[] | undefined>> & {
    tier?: Tier | undefined;
    class?: RentalClass | undefined;
    token?: Address | undefined;
    provider?: Address | undefined;
    pricePerHourMinUnits?: bigint | undefined;
    pricePerHourMaxUnits?: bigint | undefined;
    /** Whether the machine beats. */
    online?: boolean | undefined;
    /** Whether no rental holds it. */
    available?: boolean | undefined;
    /** So many days have passed since the provider's first machine was enrolled. */
    providerAgeDaysMin?: number | undefined;
    /** Rentals of the machine that ran and are closed. */
    rentalsCompletedMin?: number | undefined;
    /** It is offered for so long from now, by the chain's clock. */
    seconds?: number | undefined;
    uptime?: UptimeCondition | undefined;
  };

/**
 * The part of the last so many days in which a machine beat. It holds for no machine that was enrolled later, or was never
 * heard of.
 */
export interface UptimeCondition {
  days: number;
  /** 0 to 1. */
  min: number;
}

/** The clocks that conditions are judged by, in SQL: the chain's, and ours. */
export interface Clocks {
  chainNow: string;
  now: string;
}

const daySeconds = 86_400;

const minimumEntries = entriesOf(minimumColumns);
const listEntries = entriesOf(listColumns);
const versionEntries = entriesOf(versionColumns);

/** The rental that holds the listing `l`, by the partial index `rentals_holding_listing`. */
export const holder = `select 1 from rentals r
  where r.listing_id = l.id and r.state in ('FUNDING', 'RESERVED', 'RUNNING', 'HALTED') limit 1`;

/** How many rentals of the machine of the listing `l` ran, by their instance's proof, and are closed. */
export const rentalsCompleted = `select count(*) from rentals r join instances i on i.rental_id = r.id
  where r.machine_id = l.machine_id and r.state = 'CLOSED' and i.proved_at is not null`;

/**
 * What the contract asks of the offer of the listing `l`: neither cancelled, nor voided by its provider's counter.
 * Subqueries and not joins, so that they are asked of the rows that are looked at, and of no others.
 */
export function acceptable(chainId: string): string {
  return `(select 1 from chain_cancelled_offers c
      where c.chain_id = ${chainId} and c.offer_hash = l.offer_hash) is null
    and (select 1 from chain_counters c where c.chain_id = ${chainId} and c.owner = l.provider
      and c.counter <> (l.offer ->> 'counter')::numeric) is null`;
}

/** What a filter asks of the listing `l`. */
export function conditionsOf(filter: ListingFilter, clocks: Clocks, values: Values): string[] {
  const { tier, class: rentalClass, token, provider, providerAgeDaysMin, seconds, uptime } = filter;
  const lasting = (of: number) => `make_interval(secs => ${values.add(of, 'float8')})`;
  return [
    ...minimums(filter, values),
    ...lists(filter, values),
    ...versions(filter, values),
    tier && `l.tier = ${values.add(tier, '"Tier"')}`,
    rentalClass && `l.class = ${values.add(rentalClass, '"RentalClass"')}`,
    token && `l.token = ${values.add(token, 'text')}`,
    provider && `l.provider = ${values.add(provider, 'text')}`,
    ...prices(filter, values),
    providerAgeDaysMin !== undefined &&
      `l.provider_since <= ${clocks.now} - ${lasting(providerAgeDaysMin * daySeconds)}`,
    seconds !== undefined && `l.available_until >= ${clocks.chainNow} + ${lasting(seconds)}`,
    ...states(filter, values),
    uptime && upFor(uptime, clocks.now, values),
  ].filter((condition) => typeof condition === 'string');
}

function minimums(filter: ListingFilter, values: Values): string[] {
  const conditions: string[] = [];
  for (const [name, column] of minimumEntries) {
    const bound = filter[name];
    if (bound === undefined) continue;
    const type = name === 'reliabilityMin' ? 'float8' : 'int';
    conditions.push(`l.${column} >= ${values.add(bound, type)}`);
  }
  return conditions;
}

function lists(filter: ListingFilter, values: Values): string[] {
  const conditions: string[] = [];
  for (const [name, column] of listEntries) {
    const list = filter[name];
    if (list !== undefined) conditions.push(`l.${column} = any(${values.add(list, 'text[]')})`);
  }
  return conditions;
}

function versions(filter: ListingFilter, values: Values): string[] {
  const conditions: string[] = [];
  for (const [name, column] of versionEntries) {
    const version = filter[name];
    if (version !== undefined) conditions.push(`l.${column} >= ${values.add(version, 'int[]')}`);
  }
  return conditions;
}

function prices(
  { pricePerHourMinUnits: min, pricePerHourMaxUnits: max }: ListingFilter,
  values: Values,
) {
  return [
    min !== undefined && `l.price_per_hour_units >= ${values.add(min.toString(), 'numeric')}`,
    max !== undefined && `l.price_per_hour_units <= ${values.add(max.toString(), 'numeric')}`,
  ];
}

function states({ online, available, rentalsCompletedMin }: ListingFilter, values: Values) {
  return [
    online !== undefined && `l.liveness ${online ? '=' : '<>'} 'ONLINE'`,
    available !== undefined && `(${holder}) is ${available ? '' : 'not '}null`,
    rentalsCompletedMin !== undefined &&
      `(${rentalsCompleted}) >= ${values.add(rentalsCompletedMin, 'int')}`,
  ];
}

/** What it was down for, of the whole time. A machine that has not beaten has not been up. */
function upFor({ days, min }: UptimeCondition, now: string, values: Values): string {
  const window = values.add(days * daySeconds, 'float8');
  const begin = `(${now} - make_interval(secs => ${window}))`;
  return `exists (select from machines m
    where m.id = l.machine_id and m.liveness <> 'NEVER_SEEN' and m.enrolled_at <= ${begin}
      and coalesce((select sum(extract(epoch from coalesce(i.ends_at, ${now}) - greatest(i.starts_at, ${begin})))
          from machine_intervals i
          where i.machine_id = m.id and i.state = 'DOWN' and (i.ends_at is null or i.ends_at > ${begin})), 0)
        <= (1 - ${values.add(min, 'float8')}) * ${window})`;
}

/** The entries of a table of columns with their names' types, which Object.entries forgets. */
export function entriesOf<Name extends string, Column>(
  columns: Readonly<Record<Name, Column>>,
): [Name, Column][] {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the tables above are literals: no key is missing or more
  return Object.entries(columns) as [Name, Column][];
}
