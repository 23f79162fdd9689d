import { Fault } from '@gpuflow/domain';
import { hex } from '../columns.js';
import type { Tx } from '../database.js';
import { hotRows, type TextRow } from '../hot-rows.js';
import { Values, type Statement } from '../statement.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import { cursorOf, parseCursor, queryName } from './listing-cursor.js';
import {
  listingReader,
  type FoundListing,
  type ListingFields,
  type ListingReader,
} from './listing-fields.js';
import { acceptable, conditionsOf, type ListingFilter } from './listing-filter.js';
import { allInUnits, sortKeyOf, type ListingOrder, type SortKey } from './listing-sort.js';

/** The chain that offers are accepted on, and our moment, from which its clock follows. */
export interface OfferChain {
  chainId: number;
  now: Date;
}

export interface ListingSearch {
  filter: ListingFilter;
  order: ListingOrder;
  first: number;
  /** A cursor of this search. */
  after?: string | undefined;
  /** What is read: nothing that nobody looks at. */
  fields: SearchFields;
}

export interface SearchFields extends ListingFields {
  /** What the use costs, all in. */
  allInUnits?: boolean;
  /** The last block that was read, and the chain's clock. */
  head?: boolean;
}

/** The cheapest by the hour, with no use in mind. */
export const cheapestFirst: ListingOrder = {
  sort: 'PRICE',
  usage: { diskGb: 0, upGb: 0, downGb: 0, seconds: 3_600 },
  interruptions: { restartHours: 0, checkpoints: undefined },
};

/** A listing that was found. */
export interface ListingHit {
  listing: FoundListing;
  /** What the use costs, where that was asked for. */
  allInUnits: bigint | undefined;
  /** Names its place: the next page comes `after` the last one's. */
  cursor(): string;
}

/** The last block that was read, and the chain's clock, in seconds. */
export interface Head extends Omit<ChainCursor, 'escrow' | 'deploymentBlock' | 'observedAt'> {
  chainNow: bigint;
}

export interface ListingPage {
  hits: ListingHit[];
  hasNextPage: boolean;
  head: Head | undefined;
}

/**
 * Active listings whose offers can still be accepted on chain, in the order asked for, in one statement. A listing that
 * does not change is on exactly one page, whatever becomes of the others meanwhile. Refuses `BAD_CURSOR`; throws
 * `Fault('chain')` while no block of the chain was read.
 */
export async function listingSearch(
  tx: Tx,
  chain: OfferChain,
  search: ListingSearch,
): Promise<ListingPage> {
  const rows = await hotRows(tx, searchStatement(chain, search));
  const [first] = rows;
  if (first === undefined) throw new Fault('chain', new Error(`${chain.chainId} was never read`));
  const found = first[0] === null ? [] : rows;
  return {
    hits: found.slice(0, search.first).map(hitReader(search)),
    hasNextPage: found.length > search.first,
    head: search.fields.head ? headIn(first, chain.chainId) : undefined,
  };
}

const headColumns = ['number', 'hash', 'timestamp', 'safe_number', 'finalized_number', 'seconds'];

/**
 * The statement of a search. Its rows begin with a listing's id and sort key; one without them stands for no listing.
 * Which listings are on the page is found out by narrow rows, for each model by itself: PostgreSQL orders by an index
 * under `= model`, and not under `in (models)`. What is shown of them is read then.
 */
export function searchStatement(chain: OfferChain, search: ListingSearch): Statement {
  const { filter, order, after, fields } = search;
  const values = new Values();
  const chainId = values.add(chain.chainId, 'int');
  const moment = values.add(chain.now.toISOString(), 'timestamptz');
  const key = sortKeyOf(order, values);
  const { gpuModels, provider, pricePerHourMinUnits, pricePerHourMaxUnits, ...others } = filter;
  const clocks = { chainNow, now: moment };
  const conditions = [
    `l.state = 'ACTIVE'`,
    ...conditionsOf({ provider, pricePerHourMinUnits, pricePerHourMaxUnits }, clocks, values),
    ...(after === undefined ? [] : [afterPlace(key, queryName(filter, order), after, values)]),
    walkedPast([
      `l.valid_until >= ${chainNow}`,
      ...conditionsOf(others, clocks, values),
      acceptable(chainId),
    ]),
  ];
  const page = pageOf(gpuModels, conditions, key, search.first + 1, values);
  const columns = [
    'page.id',
    'page.key',
    ...(fields.head ? headColumns.map((column) => `clock.${column}`) : []),
    ...(fields.allInUnits ? [allInUnits(order.usage, values)] : []),
    ...readerOf(fields).columns,
  ];
  return {
    text: `${clockOf(chainId, moment)}
    select ${columns.join(', ')}
    from clock left join (${page}) page on true left join listings l on l.id = page.id ${[
      ...(fields.machine.length > 0 ? ['left join machines m on m.id = l.machine_id'] : []),
      ...(fields.listing.includes('pricePerHour') ? [tokenOf(chainId)] : []),
    ].join(' ')}
    order by page.key ${directionOf(key)}, page.id ${directionOf(key)}`,
    values: values.list,
  };
}

function tokenOf(chainId: string): string {
  return `left join chain_tokens t on t.chain_id = ${chainId} and t.address = l.token`;
}

/** The chain's clock at our moment, as `chainNow` has it: the last block's time, and the seconds since we saw it. */
export function clockOf(chainId: string, moment: string): string {
  return `with clock as materialized (
    select *, to_timestamp(seconds) as now from (
      select *, timestamp + greatest(0, floor(extract(epoch from ${moment} - observed_at)))::bigint as seconds
      from chain_cursors where chain_id = ${chainId}) seen)`;
}

/** {@link clockOf} in the statement that begins with it. */
export const chainNow = '(select now from clock)';

/**
 * Conditions that no index answers, as one of which the planner knows nothing. A plan that does not know its values takes
 * each bound to leave a third, and each missing row of another table for a rarity: from a handful of conditions it
 * expects less than a page, and reads and sorts all of a model instead of walking its index to the end of the page.
 * Each is made true or false, because AND goes on past what is unknown, to subqueries.
 */
function walkedPast(conditions: readonly string[]): string {
  const all = conditions.map((condition) => `(${condition}) is true`).join(' and ');
  return `case when ${all} then true else false end`;
}

/** The ids and keys of a page. The limit stands in the text, because the plan depends on it. */
function pageOf(
  models: readonly string[] | undefined,
  conditions: string[],
  key: SortKey,
  limit: number,
  values: Values,
): string {
  const direction = directionOf(key);
  const among = (extra: string[]) => `select l.id, ${key.sql} as key from listings l
    where ${[...extra, ...conditions].join(' and ')}
    order by ${key.sql} ${direction}, l.id ${direction} limit ${limit}`;
  if (models === undefined) return among([]);
  return `select c.id, c.key from unnest(${values.add([...new Set(models)], 'text[]')}) as model(name)
    cross join lateral (${among(['l.gpu_model = model.name'])}) c
    order by c.key ${direction}, c.id ${direction} limit ${limit}`;
}

function afterPlace(key: SortKey, query: string, cursor: string, values: Values): string {
  const place = parseCursor(query, cursor);
  const than = key.descending ? '<' : '>';
  return `(${key.sql}, l.id) ${than} (${values.add(place.key, key.type)}, ${values.add(place.id, 'uuid')})`;
}

function directionOf({ descending }: SortKey): string {
  return descending ? 'desc' : 'asc';
}

/** Of fields that are asked for again and again: those of a document. */
const readers = new WeakMap<SearchFields, ListingReader>();

function readerOf(fields: SearchFields): ListingReader {
  const known = readers.get(fields);
  if (known !== undefined) return known;
  const reader = listingReader(fields, allInAt(fields) + (fields.allInUnits ? 1 : 0));
  readers.set(fields, reader);
  return reader;
}

function allInAt({ head }: SearchFields): number {
  return 2 + (head ? headColumns.length : 0);
}

function hitReader({ filter, order, fields }: ListingSearch): (row: TextRow) => ListingHit {
  const { read } = readerOf(fields);
  let query: string | undefined;
  return (row) => ({
    listing: read(row),
    allInUnits: fields.allInUnits ? BigInt(row[allInAt(fields)] ?? 0) : undefined,
    cursor: () =>
      cursorOf((query ??= queryName(filter, order)), { id: row[0] ?? '', key: row[1] ?? '' }),
  });
}

function headIn(row: TextRow, chainId: number): Head {
  const [number = 0, hash = '', timestamp = 0, safe = 0, finalized = 0, seconds = 0] = row.slice(2);
  return {
    chainId,
    number: BigInt(number ?? 0),
    hash: hex(hash ?? ''),
    timestamp: BigInt(timestamp ?? 0),
    safeNumber: BigInt(safe ?? 0),
    finalizedNumber: BigInt(finalized ?? 0),
    chainNow: BigInt(seconds ?? 0),
  };
}
