import { uuidOf } from '../fixture/samples.js';
import { cursorOf, parseCursor, queryName } from './listing-cursor.js';
import { cheapestFirst } from './listing-search.js';

const text = (plain: string) => Buffer.from(plain).toString('base64url');
const query = queryName({ gpuModels: ['RTX 4090'] }, cheapestFirst);

describe('a listing cursor', () => {
  it.each(['0', '1', String(2n ** 96n - 1n), '0.9871', '-1', '1.25e-05', '3.1e+22'])(
    'names its place again: %s',
    (key) => {
      const place = { key, id: uuidOf(1) };
      expect(parseCursor(query, cursorOf(query, place))).toEqual(place);
    },
  );

  it.each([
    ['empty', ''],
    ['not base64url', '!!!'],
    ['something else', text('hello')],
    ['without an id', text(`${query}|10|`)],
    ['without a number', text(`${query}|x|${uuidOf(1)}`)],
    ['with more behind', text(`${query}|10|${uuidOf(1)}|x`)],
    ['padded', `${cursorOf(query, { key: '10', id: uuidOf(1) })}=`],
    ['very long', 'a'.repeat(10_000)],
    ['of another filter', cursorOf(queryName({}, cheapestFirst), { key: '10', id: uuidOf(1) })],
  ])('is refused when it is %s', (_, cursor) => {
    expect(() => parseCursor(query, cursor)).toThrow('BAD_CURSOR');
  });
});
