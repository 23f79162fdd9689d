import { formatUnits } from './money.js';

it.each([
  [1_180_000n, 6, '1.18'],
  [5_000_000n, 6, '5.00'],
  [1n, 6, '0.000001'],
  [0n, 6, '0.00'],
  [-118_000n, 6, '-0.118'],
  [7n, 0, '7'],
  [
    2n ** 256n - 1n,
    18,
    '115792089237316195423570985008687907853269984665640564039457.584007913129639935',
  ],
])('%s units with %s decimals are %s', (units, decimals, text) => {
  expect(formatUnits(units, decimals)).toBe(text);
});
