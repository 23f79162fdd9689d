import { liesInside, tableOf, type ComparedPrices } from './demo/published-comparison.ts';

const row = (min: string, mean: string, max: string): ComparedPrices => ({
  gpu: 'RTX 4090',
  column: 'community',
  published: ['0.44', '0.55'],
  asks: { listings: 3, min, mean, max },
});

it.each([
  ['both ends', row('0.44', '0.495', '0.55'), true],
  ['below', row('0.439999', '0.50', '0.55'), false],
  ['above', row('0.44', '0.50', '0.550001'), false],
  ['nothing asked', { ...row('1', '1', '1'), asks: undefined }, undefined],
])('judges %s', (_name, compared, inside) => {
  expect(liesInside(compared)).toBe(inside);
});

it('says which row lies outside', () => {
  const rows = [row('0.44', '0.50', '0.55'), row('0.44', '0.60', '0.70')];
  const lines = tableOf('published', rows, false).split('\n');
  expect(
    lines.filter((line) => line.includes('RTX 4090')).map((line) => line.split(/ {2,}/)),
  ).toEqual([
    ['RTX 4090', 'community', '0.44 to 0.55', '3', '0.44 to 0.55', '0.50', 'inside'],
    ['RTX 4090', 'community', '0.44 to 0.55', '3', '0.44 to 0.70', '0.60', 'OUTSIDE'],
  ]);
});
