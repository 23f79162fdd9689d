import type { Database } from '../database.js';
import { hotRows } from '../hot-rows.js';
import { digestOf, type ColumnStore } from './column-store.js';
import { facetChecksum, facetRowOf, facetRows, type FacetRow } from './facet-columns.js';

const place = '$1::int';
const inSlice = 'l.id between $2::uuid and $3::uuid';

function bounds(slice: number): [least: string, most: string] {
  const byte = slice.toString(16).padStart(2, '0');
  const filled = (digit: string) =>
    `${byte}${digit.repeat(6)}-${[4, 4, 4, 12].map((length) => digit.repeat(length)).join('-')}`;
  return [filled('0'), filled('f')];
}

const batchRows = 5_000;
const firstId = '00000000-0000-0000-0000-000000000000';

/** Fills an empty snapshot, until the signal says that nobody wants it any more. */
export async function readEverything(
  db: Database,
  chainId: number,
  store: ColumnStore,
  signal: AbortSignal,
): Promise<void> {
  const text = facetRows(place, `l.id > $2::uuid order by l.id limit ${batchRows}`);
  let after: string | undefined = firstId;
  while (after !== undefined && !signal.aborted) {
    const rows: FacetRow[] = (await hotRows(db, { text, values: [chainId, after] })).map(
      facetRowOf,
    );
    for (const row of rows) store.set(row);
    after = rows.length < batchRows ? undefined : rows.at(-1)?.id;
  }
}

/** Makes a slice of the snapshot what the database says. */
export async function readSlice(
  db: Database,
  chainId: number,
  store: ColumnStore,
  slice: number,
): Promise<void> {
  const text = facetRows(place, inSlice);
  const rows = await hotRows(db, { text, values: [chainId, ...bounds(slice)] });
  replace(store, store.ids(slice), rows.map(facetRowOf));
}

/** Makes these listings of the snapshot what the database says. */
export async function readListings(
  db: Database,
  chainId: number,
  store: ColumnStore,
  ids: string[],
): Promise<void> {
  const text = facetRows(place, 'l.id = any($2::uuid[])');
  const rows = await hotRows(db, { text, values: [chainId, ids] });
  replace(store, ids, rows.map(facetRowOf));
}

/** In one go, so that nobody counts half a change. */
function replace(store: ColumnStore, ids: readonly string[], rows: readonly FacetRow[]): void {
  const held = new Set(rows.map(({ id }) => id));
  for (const id of ids) if (!held.has(id)) store.remove(id);
  for (const row of rows) store.set(row);
}

/** What a slice is, in one text: equal where database and snapshot hold the same. */
export async function storedChecksum(
  db: Database,
  chainId: number,
  slice: number,
): Promise<string> {
  const text = facetChecksum(place, inSlice);
  const [row] = await hotRows(db, { text, values: [chainId, ...bounds(slice)] });
  return row?.join(':') ?? '';
}

/** {@link storedChecksum} of the snapshot. */
export function heldChecksum(store: ColumnStore, slice: number): string {
  const rows = store.ids(slice).flatMap((id) => store.row(id) ?? []);
  return `${rows.length}:${rows.reduce((sum, row) => sum + digestOf(row), 0n)}`;
}
