import { Values, type Statement } from '../statement.js';
import { parseCursor, queryName } from './listing-cursor.js';
import { acceptable, conditionsOf } from './listing-filter.js';
import type { ListingSearch, OfferChain, SearchFields } from './listing-search.js';
import { allInUnits, sortKeyOf, type SortKey } from './listing-sort.js';
import { searchColumns } from './search-rows.js';

/** What an index answers, or each model's part of the statement. */
const indexed = {
  gpuModels: undefined,
  provider: undefined,
  pricePerHourMinUnits: undefined,
  pricePerHourMaxUnits: undefined,
};

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
  const { gpuModels, provider, pricePerHourMinUnits, pricePerHourMaxUnits } = filter;
  const clocks = { chainNow, now: moment };
  const conditions = [
    `l.state = 'ACTIVE'`,
    ...conditionsOf({ provider, pricePerHourMinUnits, pricePerHourMaxUnits }, clocks, values),
    ...(after === undefined ? [] : [afterPlace(key, queryName(filter, order), after, values)]),
    walkedPast([
      `l.valid_until >= ${chainNow}`,
      ...conditionsOf({ ...filter, ...indexed }, clocks, values),
      acceptable(chainId),
    ]),
  ];
  const page = pageOf(gpuModels, conditions, key, search.first + 1, values);
  const allIn = fields.allInUnits ? allInUnits(order.usage, values) : '';
  const parts = { chainId, moment, page, allIn, direction: directionOf(key) };
  return { text: textOf(fields, parts), values: values.list };
}

interface SearchText {
  chainId: string;
  moment: string;
  page: string;
  /** Empty where nobody asks for it. */
  allIn: string;
  direction: string;
}

/** So many texts of searches for the same fields are kept: most differ in values alone. */
const textsMax = 64;
const texts = new WeakMap<SearchFields, Map<string, string>>();

/** The text of what was searched for before is the same string: its name is found without reading all of it again. */
function textOf(fields: SearchFields, parts: SearchText): string {
  const known = texts.get(fields) ?? new Map<string, string>();
  texts.set(fields, known);
  const differing = parts.page + parts.allIn;
  const text = known.get(differing) ?? writtenText(fields, parts);
  if (known.size < textsMax) known.set(differing, text);
  return text;
}

function writtenText(fields: SearchFields, { chainId, moment, page, ...parts }: SearchText) {
  const { allIn, direction } = parts;
  return `${clockOf(chainId, moment)}
    select ${searchColumns(fields, allIn).join(', ')}
    from clock left join (${page}) page on true left join listings l on l.id = page.id ${[
      ...(fields.machine.length > 0 ? ['left join machines m on m.id = l.machine_id'] : []),
      ...(fields.listing.includes('pricePerHour') ? [tokenOf(chainId)] : []),
    ].join(' ')}
    order by page.key ${direction}, page.id ${direction}`;
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
