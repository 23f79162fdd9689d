import fc from 'fast-check';

import { exp, log, logistic, survivalLogit } from './exact-math.js';

it('agrees with the built-in functions to fifteen digits', () => {
  fc.assert(
    fc.property(fc.double({ min: -600, max: 600, noNaN: true }), (x) => {
      expect(Math.abs(exp(x) / Math.exp(x) - 1)).toBeLessThan(1e-15);
      const y = Math.exp(x);
      expect(Math.abs(log(y) - Math.log(y))).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(x)));
    }),
  );
});

it('gives these bits on every machine', () => {
  expect([exp(1), exp(-0.1), log(10), log(0.3)]).toEqual([
    ...[2.7182818284590455, 0.9048374180359595, 2.302585092994046, -1.2039728043259361],
  ]);
});

it('ends where probabilities end', () => {
  expect([exp(-800), exp(800), logistic(-800), logistic(800)]).toEqual([0, Infinity, 0, 1]);
  expect(logistic(survivalLogit(0.5))).toBeCloseTo(Math.exp(-0.5), 14);
});
