import { listingOf, offerOf, unitsMax, uuidOf } from '../fixture/samples.js';
import { cursorOf, parseCursor } from './listing-cursor.js';

const text = (plain: string) => Buffer.from(plain).toString('base64url');

describe('a listing cursor', () => {
  it.each([0n, 1n, unitsMax])('names its place again: %s', (pricePerHour) => {
    const listing = listingOf(1, { offer: offerOf({ pricePerHour }) });
    const key = { pricePerHourUnits: pricePerHour, id: listing.id };
    expect(parseCursor(cursorOf(listing))).toEqual(key);
  });

  it.each([
    ['empty', ''],
    ['not base64url', '!!!'],
    ['something else', text('hello')],
    ['without an id', text('10|')],
    ['with a malformed id', text('10|x')],
    ['with a negative price', text(`-1|${uuidOf(1)}`)],
    ['with a leading zero', text(`010|${uuidOf(1)}`)],
    ['with SQL', text(`1|${uuidOf(1)}'; drop table listings`)],
    ['with something behind it', `${text(`10|${uuidOf(1)}`)}A`],
    ['in padded base64', Buffer.from(`1|${uuidOf(1)}`).toString('base64')],
    ['very long', text('1'.repeat(100_000))],
  ])('is refused when it is %s', (_, cursor) => {
    expect(() => parseCursor(cursor)).toThrow(
      expect.objectContaining({ code: 'BAD_CURSOR', facts: { cursor: cursor.slice(0, 200) } }),
    );
  });
});
