import fc from 'fast-check';

import { candidateOf, lora, uninterrupted } from '../fixture/advice.js';
import { advise } from './advise.js';
import { outlookOf, totalOf, type Candidate } from './outlook.js';
import { interruptionsPerHour, type Reliability } from './reliability.js';
import type { Workload } from './workload.js';

const figure = fc.double({ min: 0.001, max: 1, noNaN: true });
const hours = fc.double({ min: 0.1, max: 720, noNaN: true });
const reliability: fc.Arbitrary<Reliability> = fc.oneof(
  fc.record({
    meaning: fc.constant('NO_INTERRUPTION' as const),
    probability: figure,
    overHours: hours,
  }),
  fc.record({
    meaning: fc.constant('AVAILABILITY' as const),
    availability: figure,
    meanRepairHours: hours,
  }),
);
const workload: fc.Arbitrary<Workload> = fc.record({
  workHours: fc.double({ min: 1 / 60, max: 200, noNaN: true }),
  checkpoints: fc.option(
    fc.record({
      writeHours: fc.double({ min: 1 / 3600, max: 1, noNaN: true }),
      everyHours: fc.option(fc.double({ min: 1 / 60, max: 24, noNaN: true }), { nil: undefined }),
    }),
    { nil: undefined },
  ),
  restartHours: fc.double({ min: 0, max: 2, noNaN: true }),
  replacementHours: fc.double({ min: 0, max: 12, noNaN: true }),
  hourValueUnits: fc.bigInt({ min: 0n, max: 10n ** 8n }),
  deadline: fc.constant(undefined),
  budgetUnits: fc.constant(undefined),
});
const price = fc.bigInt({ min: 1n, max: 10n ** 7n });
const one = candidateOf('one', 380_000n, undefined);

const betterBy = (of: Reliability, part: number): Reliability =>
  of.meaning === 'NO_INTERRUPTION'
    ? { ...of, probability: of.probability + (1 - of.probability) * part }
    : { ...of, availability: of.availability + (1 - of.availability) * part };
/** Infinity where nothing is expected; floats are compared to a billionth. */
const atMost = (less: number, more: number) => less <= more * (1 + 1e-9);

it('more reliability never costs more, and never takes longer', () => {
  const part = fc.double({ min: 0, max: 1, noNaN: true });
  fc.assert(
    fc.property(workload, reliability, part, (asked, worse, by) => {
      const better = betterBy(worse, by);
      expect(interruptionsPerHour(better)).toBeLessThanOrEqual(interruptionsPerHour(worse));
      return atMost(totalOf(asked, one, better), totalOf(asked, one, worse));
    }),
  );
});

it('more work, a higher price and a dearer hour never cost less', () => {
  const more = fc.double({ min: 1, max: 3, noNaN: true });
  fc.assert(
    fc.property(workload, reliability, price, price, more, (asked, how, least, extra, times) => {
      // Longer work at the same interval: more of the same stretches.
      const total = (changes: Partial<Workload>, pricePerHourUnits = least) =>
        totalOf({ ...asked, ...changes }, { ...one, pricePerHourUnits }, how);
      const now = total({});
      return (
        atMost(now, total({ workHours: asked.workHours * times })) &&
        atMost(now, total({}, least + extra)) &&
        atMost(now, total({ hourValueUnits: asked.hourValueUnits + extra }))
      );
    }),
  );
});

it('the money that is shown is the number that is compared, rounded up', () => {
  fc.assert(
    fc.property(workload, reliability, price, (asked, how, pricePerHourUnits) => {
      const candidate = { ...one, pricePerHourUnits };
      const { expected } = outlookOf(asked, candidate, how);
      const total = totalOf(asked, candidate, how);
      if (expected === undefined) return total === Infinity;
      // Two roundings up, and hours to 10⁻⁹ of prices of up to 10⁸.
      const open = 2 + 0.2 + total * 1e-9;
      return Math.abs(Number(expected.totalUnits) - total) <= open;
    }),
  );
});

it('the order really turns at each turning point, and not before', () => {
  const pair = fc.tuple(price, price);
  fc.assert(
    fc.property(workload, pair, reliability, reliability, (asked, [first, second], its, theirs) => {
      const offers = [
        candidateOf('first', first, its),
        candidateOf('second', second, theirs),
      ] as const;
      const [turn] = advise(asked, offers).turningPoints;
      if (turn === undefined) throw new Error('two offers have a turning point');
      const [ahead, behind] = turn.ahead === 'first' ? offers : [offers[1], offers[0]];
      /** How much more one costs than the other, as a part of what it costs. NaN where neither ends. */
      const lead = (changed: Workload, one: Candidate, other: Candidate) => {
        const cost = totalOf(changed, one, one.reliability ?? its);
        return (cost - totalOf(changed, other, other.reliability ?? its)) / cost;
      };
      const tooMuch = (part: number) => part > 1e-6;
      expect(tooMuch(lead(asked, ahead, behind))).toBe(false);
      for (const at of [turn.workHoursAbove, turn.workHoursBelow]) {
        if (at === undefined) continue;
        const before = at + (asked.workHours - at) * 1e-9;
        expect(lead({ ...asked, workHours: at }, behind, ahead)).toBeLessThan(0);
        expect(tooMuch(lead({ ...asked, workHours: before }, ahead, behind))).toBe(false);
      }
      for (const hourValueUnits of [turn.hourValueAboveUnits, turn.hourValueBelowUnits])
        if (hourValueUnits !== undefined)
          expect(tooMuch(lead({ ...asked, hourValueUnits }, behind, ahead))).toBe(false);
    }),
  );
});

it('a deadline that is further away, or surer machines, are kept at least as often', () => {
  const quick = fc.record({
    probability: fc.double({ min: 0.05, max: 0.99, noNaN: true }),
    slack: fc.double({ min: 0.01, max: 4, noNaN: true }),
    more: fc.double({ min: 0.01, max: 4, noNaN: true }),
  });
  fc.assert(
    fc.property(quick, ({ probability, slack, more }) => {
      const inTime = (extra: number, how: number) => {
        const deadline = { hours: 2 + extra, probability: 0.5 };
        return Number(outlookOf({ ...lora, deadline }, one, uninterrupted(how, 2)).inTime);
      };
      const now = inTime(slack, probability);
      // What the grid leaves open.
      const open = 0.003;
      return (
        now >= probability - open &&
        inTime(slack + more, probability) >= now - open &&
        inTime(slack, (1 + probability) / 2) >= now - open
      );
    }),
    { numRuns: 50 },
  );
});
