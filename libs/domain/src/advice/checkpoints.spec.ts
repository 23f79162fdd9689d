import fc from 'fast-check';

import { dalyHours, stretchesOf, youngHours } from './checkpoints.js';
import { meanRun } from './stretches.js';

describe('the best interval', () => {
  it('is √(2 × 1 minute × 787.94 hours) = 5.1249 hours by Young', () => {
    expect(youngHours(1 / 60, 787.94)).toBeCloseTo(Math.sqrt(26.264_667), 6);
    expect(youngHours(1 / 60, 787.94)).toBeCloseTo(5.1249, 4);
  });

  it('is 5.1249 × (1 + ⅓ × 0.003252 + ⅑ × 0.0000105761) − 0.016667 = 5.1138 by Daly', () => {
    // δ ÷ 2M = 0.016667 ÷ 1575.88 = 0.0000105761, whose root is 0.003252.
    expect(dalyHours(1 / 60, 787.94)).toBeCloseTo(5.1138, 4);
  });

  // Daly 2006, figures 3 to 5: M, and the interval that the paper predicts for a write of 5 minutes, in minutes.
  it.each([
    [1_440, 117],
    [360, 57],
    [15, 9.1],
  ])('is what Daly predicts for %d minutes between interruptions: %d', (between, minutes) => {
    expect(dalyHours(5 / 60, between / 60) * 60).toBeCloseTo(minutes, minutes < 10 ? 1 : 0);
  });

  it('is the time between interruptions itself where a write takes twice as long', () => {
    expect(dalyHours(2, 1)).toBe(1);
    expect(dalyHours(3, 1)).toBe(1);
  });
});

describe('the work', () => {
  const run = { rate: 0.1, restartHours: 0.1, downHours: 0 };
  const hoursOf = (everyHours: number | undefined, workHours = 100) => {
    const stretches = stretchesOf(workHours, { writeHours: 1 / 60, everyHours }, run);
    return meanRun({ ...run, stretches }).runHours;
  };

  it('is cut at the interval that was asked for, with nothing written at its end', () => {
    const checkpoints = { writeHours: 0.25, everyHours: 2 };
    expect(stretchesOf(5, checkpoints, run)).toEqual([
      { count: 2, hours: 2.25 },
      { count: 1, hours: 1 },
    ]);
    expect(stretchesOf(4, checkpoints, run)).toEqual([
      { count: 1, hours: 2.25 },
      { count: 1, hours: 2 },
    ]);
    expect(stretchesOf(1, checkpoints, run)).toEqual([{ count: 1, hours: 1 }]);
  });

  it('is cut as Daly says where there is much of it, to within 2 %', () => {
    const stretches = stretchesOf(1_000, { writeHours: 1 / 60, everyHours: undefined }, run);
    const [first] = stretches;
    expect(((first?.hours ?? 0) - 1 / 60) / dalyHours(1 / 60, 10)).toBeCloseTo(1, 1.4);
  });

  it('takes no longer than at any interval that could be asked for', () => {
    const rates = fc.double({ min: 1e-9, max: 2, noNaN: true });
    const intervals = fc.double({ min: 1 / 60, max: 200, noNaN: true });
    // From short writes to those that take longer than what comes between two interruptions.
    const writes = fc
      .double({ min: Math.log(1 / 3_600), max: Math.log(24), noNaN: true })
      .map(Math.exp);
    fc.assert(
      fc.property(rates, intervals, intervals, writes, (rate, workHours, every, writeHours) => {
        const at = (everyHours: number | undefined) => {
          const stretches = stretchesOf(workHours, { writeHours, everyHours }, { ...run, rate });
          return meanRun({ ...run, rate, stretches }).runHours;
        };
        // An interval that divides the work, since a shorter last stretch may be worth something.
        const equal = workHours / Math.ceil(workHours / every);
        return at(undefined) <= at(equal) * (1 + 1e-9);
      }),
      { numRuns: 1_000 },
    );
    expect(hoursOf(undefined)).toBeLessThan(hoursOf(undefined, 101));
  });

  it('is left whole where a checkpoint takes longer than doing it again', () => {
    const often = { rate: 0.1, restartHours: 0, downHours: 0 };
    // In one (e⁵ − 1) ÷ 0.1 = 1,474 hours; in four, which are best of more than one, (3 (e^(1.25 + 3) − 1) + e^1.25 − 1) ÷ 0.1 = 2,098.
    const checkpoints = { writeHours: 30, everyHours: undefined };
    expect(stretchesOf(50, checkpoints, often)).toEqual([{ count: 1, hours: 50 }]);
  });
});
