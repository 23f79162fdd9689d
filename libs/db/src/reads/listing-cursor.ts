import { Refusal, type Listing } from '@gpuflow/domain';

/** Where a page of listings ends. */
export interface ListingKey {
  pricePerHourUnits: bigint;
  id: string;
}

const form = /^(\d{1,78})\|([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;
const charactersMax = 200;

/** The opaque text that names a listing's place in the order of a search. */
export function cursorOf(listing: Listing): string {
  return encode({ pricePerHourUnits: listing.offer.pricePerHour, id: listing.id });
}

/** The place that a cursor names. Refuses `BAD_CURSOR` for anything that `cursorOf` has not made. */
export function parseCursor(cursor: string): ListingKey {
  const text = Buffer.from(cursor.slice(0, charactersMax), 'base64url').toString('latin1');
  const [, price, id] = form.exec(text) ?? [];
  if (price !== undefined && id !== undefined) {
    const key = { pricePerHourUnits: BigInt(price), id };
    if (encode(key) === cursor) return key;
  }
  throw new Refusal('BAD_CURSOR', { cursor: cursor.slice(0, charactersMax) });
}

function encode({ pricePerHourUnits, id }: ListingKey): string {
  return Buffer.from(`${pricePerHourUnits}|${id}`).toString('base64url');
}
