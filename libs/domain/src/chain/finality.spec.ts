import { confirmedHeights, finalityOf } from './finality.js';

it.each([
  [90n, 'FINALIZED'],
  [91n, 'SAFE'],
  [95n, 'SAFE'],
  [96n, 'PENDING'],
] as const)('what happened in block %d is %s', (block, finality) => {
  expect(finalityOf(block, { safeNumber: 95n, finalizedNumber: 90n })).toBe(finality);
});

it('believes less of a block the more money is at stake', () => {
  const policy = [
    { fromTokens: 0n, depth: 1n },
    { fromTokens: 1_000n, depth: 12n },
    { fromTokens: 50_000n, depth: 'FINALIZED' },
  ] as const;
  expect(confirmedHeights(policy, { headNumber: 100n, finalizedNumber: 64n })).toEqual([
    { fromTokens: 0n, height: 100n },
    { fromTokens: 1_000n, height: 89n },
    { fromTokens: 50_000n, height: 64n },
  ]);
});
