import {
  acceptable,
  entriesOf,
  holder,
  listColumns,
  minimumColumns,
  rentalsCompleted,
  versionColumns,
} from '../reads/listing-filter.js';

/** A column of the snapshot, and its value for the listing `l` in SQL. */
interface FacetColumn {
  name: string;
  sql: string;
}

const seconds = (column: string) => `floor(extract(epoch from ${column}))`;

const numbers: FacetColumn[] = [
  ...entriesOf(minimumColumns).map(([name, column]) => ({ name, sql: `l.${column}` })),
  { name: 'validUntil', sql: seconds('l.valid_until') },
  { name: 'availableUntil', sql: seconds('l.available_until') },
  { name: 'providerSinceMs', sql: `floor(extract(epoch from l.provider_since) * 1000)` },
  { name: 'rentalsCompleted', sql: `(${rentalsCompleted})` },
];

/** Columns with few values, each known by a code. */
const codes: FacetColumn[] = [
  ...entriesOf(listColumns).map(([name, column]) => ({ name, sql: `l.${column}` })),
  ...entriesOf(versionColumns).map(([name, column]) => ({ name, sql: `l.${column}` })),
  { name: 'tier', sql: 'l.tier' },
  { name: 'class', sql: 'l.class' },
  { name: 'token', sql: 'l.token' },
  { name: 'provider', sql: 'l.provider' },
  { name: 'online', sql: `(l.liveness = 'ONLINE')` },
  { name: 'available', sql: `((${holder}) is null)` },
];

export const numberNames = numbers.map(({ name }) => name);
export const codeNames = codes.map(({ name }) => name);

/** The texts of a row: id, price, numbers, codes. Null where unknown. */
export interface FacetRow {
  id: string;
  price: string;
  /** In the order of {@link numberNames}. */
  numbers: readonly (string | null)[];
  /** In the order of {@link codeNames}. */
  codes: readonly (string | null)[];
}

const columnsSql = [
  { name: 'id', sql: 'l.id' },
  { name: 'price', sql: 'l.price_per_hour_units' },
  ...numbers,
  ...codes,
].map(({ sql }) => `${sql}::text`);

/** Listings that a snapshot holds: active, and accepted by the contract but for their time, which passes by itself. */
const held = (chainId: string) => `l.state = 'ACTIVE' and ${acceptable(chainId)}`;

/** Rows of the snapshot, `where` more is true of the listing `l`. `chainId` is a place of the statement. */
export function facetRows(chainId: string, where: string): string {
  return `select ${columnsSql.join(', ')} from listings l where ${held(chainId)} and ${where}`;
}

/** So many hexadecimal digits of a row's digest are summed: sums of all rows of a slice fit a bigint. */
const digestDigits = 12;

/** How many rows there are of these, and the sum of their digests: {@link digestText} in SQL. */
export function facetChecksum(chainId: string, where: string): string {
  const text = columnsSql.map((sql) => `coalesce(${sql}, '')`).join(` || '|' || `);
  return `select count(*)::int as count,
      coalesce(sum(('x' || left(md5(${text}), ${digestDigits}))::bit(48)::bigint), 0)::text as sum
    from listings l where ${held(chainId)} and ${where}`;
}

export function facetRowOf(texts: readonly (string | null)[]): FacetRow {
  const [id, price, ...others] = texts;
  return {
    id: id ?? '',
    price: price ?? '',
    numbers: others.slice(0, numbers.length),
    codes: others.slice(numbers.length),
  };
}
