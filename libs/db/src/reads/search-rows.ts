import { hex } from '../columns.js';
import type { TextRow } from '../text-query.js';
import { cursorOf, queryName } from './listing-cursor.js';
import { listingReader, type ListingReader } from './listing-fields.js';
import type { Head, ListingHit, ListingSearch, SearchFields } from './listing-search.js';

const headColumns = ['number', 'hash', 'timestamp', 'safe_number', 'finalized_number', 'seconds'];

/**
 * The columns of a search's rows: a listing's id and sort key, the head where it is asked for, the all-in price where that
 * has a text, and the listing's fields.
 */
export function searchColumns(fields: SearchFields, allIn: string): string[] {
  return [
    'page.id',
    'page.key',
    ...(fields.head ? headColumns.map((column) => `clock.${column}`) : []),
    ...(allIn === '' ? [] : [allIn]),
    ...readerOf(fields).columns,
  ];
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

/** Reads a row that stands for a listing. */
export function hitReader({ filter, order, fields }: ListingSearch): (row: TextRow) => ListingHit {
  const { read } = readerOf(fields);
  let query: string | undefined;
  return (row) => ({
    listing: read(row),
    allInUnits: fields.allInUnits ? BigInt(row[allInAt(fields)] ?? 0) : undefined,
    cursor: () =>
      cursorOf((query ??= queryName(filter, order)), { id: row[0] ?? '', key: row[1] ?? '' }),
  });
}

/** The head in any row of a search that asked for it. */
export function headIn(row: TextRow, chainId: number): Head {
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
