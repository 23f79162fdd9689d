import { parseAddress, parseHash, parseHex, parseUint, parseUuid } from './ids.js';

const refused = expect.objectContaining({ code: 'MALFORMED_INPUT' });

it('lowers the case of what is hex', () => {
  expect(parseAddress(`0x${'AB'.repeat(20)}`, 'renter')).toBe(`0x${'ab'.repeat(20)}`);
  expect(parseHash(`0x${'CD'.repeat(32)}`, 'id')).toBe(`0x${'cd'.repeat(32)}`);
});

it.each([
  ['a short address', () => parseAddress('0xab', 'f')],
  ['an address without 0x', () => parseAddress('ab'.repeat(20), 'f')],
  ['a long hash', () => parseHash(`0x${'0'.repeat(66)}`, 'f')],
  ['hex of odd length', () => parseHex('0xabc', 'f', 8)],
  ['hex that is too long', () => parseHex(`0x${'00'.repeat(9)}`, 'f', 8)],
  ['a negative number', () => parseUint('-1', 'f', 96)],
  ['a number with a point', () => parseUint('1.0', 'f', 96)],
  ['2^96 where 96 bits are meant', () => parseUint((2n ** 96n).toString(), 'f', 96)],
  ['a number of 79 digits', () => parseUint('9'.repeat(79), 'f', 256)],
  ['no UUID', () => parseUuid('1', 'f')],
])('refuses %s', (_name, parse) => {
  expect(parse).toThrow(refused);
});

it('takes the largest number of each width', () => {
  expect(parseUint((2n ** 96n - 1n).toString(), 'f', 96)).toBe(2n ** 96n - 1n);
  expect(parseUint((2n ** 256n - 1n).toString(), 'f', 256)).toBe(2n ** 256n - 1n);
});
