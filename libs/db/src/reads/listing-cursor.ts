import { crc32 } from 'node:zlib';
import { Refusal } from '@gpuflow/domain';
import type { ListingFilter } from './listing-filter.js';
import type { ListingOrder } from './listing-sort.js';

/** Where a page of listings ends: the last listing's key, in PostgreSQL's text, and its id. */
export interface ListingPlace {
  key: string;
  id: string;
}

const form =
  /^([0-9a-f]{8})\|(-?\d{1,100}(?:\.\d{1,20})?(?:e[+-]?\d{1,3})?)\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const charactersMax = 300;

/**
 * Tells the cursors of a search from those of others: what is asked for, and in which order. A checksum (CRC-32) and no
 * digest: who makes up a cursor can as well make up its place.
 */
export function queryName(filter: ListingFilter, order: ListingOrder): string {
  const pricePerHourMinUnits = filter.pricePerHourMinUnits?.toString();
  const pricePerHourMaxUnits = filter.pricePerHourMaxUnits?.toString();
  const asked = [{ ...filter, pricePerHourMinUnits, pricePerHourMaxUnits }, order];
  return crc32(JSON.stringify(asked)).toString(16).padStart(8, '0');
}

/** The opaque text that names a listing's place in the order of a search. */
export function cursorOf(query: string, { key, id }: ListingPlace): string {
  return Buffer.from(`${query}|${key}|${id}`).toString('base64url');
}

/** The place that a cursor of this query names. Refuses `BAD_CURSOR` for anything that `cursorOf` has not made for it. */
export function parseCursor(query: string, cursor: string): ListingPlace {
  const text = Buffer.from(cursor.slice(0, charactersMax), 'base64url').toString('latin1');
  const [, made, key, id] = form.exec(text) ?? [];
  if (
    made === query &&
    key !== undefined &&
    id !== undefined &&
    cursorOf(query, { key, id }) === cursor
  )
    return { key, id };
  throw new Refusal('BAD_CURSOR', { cursor: cursor.slice(0, charactersMax) });
}
