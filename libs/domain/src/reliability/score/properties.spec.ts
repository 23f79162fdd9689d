import fc from 'fast-check';

import { enrolledAt, followedBy, history, model, rates } from '../../fixture/score.js';
import { afterInterval, type Exposure } from './after-interval.js';
import { decodeScoreState, encodeScoreState, scoreStateBytes } from './codec.js';
import { caughtUp, scoreStateOf } from './log.js';
import { scoreOf } from './score.js';
import { enrolled, hourMs, type ScoreState } from './state.js';

const stateOf = (log: readonly Exposure[]) => scoreStateOf(enrolledAt, log);
const bitsOf = (state: ScoreState) => [...encodeScoreState(state)];
const endOf = (log: readonly Exposure[]) => log.at(-1)?.until ?? enrolledAt;

it('one more failure never raises the score', () => {
  fc.assert(
    fc.property(
      ...[history, rates, model, fc.integer({ min: 1, max: 100 * hourMs }), fc.nat()],
      (log, known, taught, downMs, pick) => {
        const up = log.flatMap((interval, at) =>
          interval.state === 'UP' ? [{ interval, at }] : [],
        );
        const { interval, at } = up[pick % Math.max(1, up.length)] ?? {};
        if (interval === undefined || at === undefined) return;
        const { from, until } = interval;
        const fails = new Date(from.getTime() + 1 + (pick % Math.max(1, +until - +from - 1)));
        const back = new Date(Math.min(fails.getTime() + downMs, until.getTime()));
        const failing: Exposure[] = [
          { ...interval, until: fails },
          { state: 'DOWN', from: fails, until: back },
          { ...interval, from: back },
        ];
        const worse = scoreOf(stateOf(log.toSpliced(at, 1, ...failing)), known, taught);
        const better = scoreOf(stateOf(log), known, taught);
        expect(worse.probability).toBeLessThanOrEqual(better.probability);
        expect(worse.lowerBound).toBeLessThanOrEqual(better.lowerBound);
      },
    ),
  );
});

it('one more clean hour never lowers the score', () => {
  fc.assert(
    fc.property(history, rates, model, (log, known, taught) => {
      const before = scoreOf(stateOf(log), known, taught);
      const after = scoreOf(stateOf(followedBy(log, 'UP', hourMs)), known, taught);
      expect(after.probability).toBeGreaterThanOrEqual(before.probability);
      expect(after.lowerBound).toBeGreaterThanOrEqual(before.lowerBound);
    }),
  );
});

it('re-registering after a failure never pays: not then, and not after any clean time', () => {
  fc.assert(
    fc.property(history, rates, model, fc.nat(3_000 * hourMs), (log, known, taught, ms) => {
      const failed = followedBy(followedBy(log, 'UP', hourMs), 'DOWN', 60_000);
      const old = stateOf(followedBy(failed, 'UP', ms));
      const again = afterInterval(enrolled(endOf(failed)), {
        state: 'UP',
        from: endOf(failed),
        until: new Date(endOf(failed).getTime() + ms),
      });
      expect(scoreOf(again, known, taught).lowerBound).toBeLessThanOrEqual(
        scoreOf(old, known, taught).lowerBound,
      );
    }),
  );
});

it('a newcomer is unknown: its bound is 0, the lowest of all', () => {
  fc.assert(
    fc.property(history, rates, model, (log, known, taught) => {
      const newcomer = scoreOf(enrolled(enrolledAt), known, taught).lowerBound;
      expect(newcomer).toBe(0);
      expect(scoreOf(stateOf(log), known, taught).lowerBound).toBeGreaterThanOrEqual(newcomer);
    }),
  );
});

it('the bound is never above the probability', () => {
  fc.assert(
    fc.property(history, rates, model, (log, known, taught) => {
      const { probability, lowerBound } = scoreOf(stateOf(log), known, taught);
      expect(lowerBound).toBeLessThanOrEqual(probability);
      expect(probability).toBeLessThanOrEqual(1);
    }),
  );
});

it('the rate of heartbeats earns nothing: the same intervals told more often are the same state', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 2, max: 5 }), (log, times) => {
      const often = log.flatMap((interval) => Array.from({ length: times }, () => interval));
      expect(bitsOf(stateOf(often))).toEqual(bitsOf(stateOf(log)));
    }),
  );
});

it('incremental equals full recompute to the bit, whatever comes twice, late, with gaps or judged anew', () => {
  const told = fc.record({
    pick: fc.nat(),
    /** A clock change moves what is told. */
    shiftMs: fc.oneof(fc.constant(0), fc.integer({ min: -2 * hourMs, max: 2 * hourMs })),
  });
  fc.assert(
    fc.property(history, fc.array(told, { maxLength: 60 }), (log, tellings) => {
      let known: readonly Exposure[] = [];
      let state = enrolled(enrolledAt);
      for (const { pick, shiftMs } of tellings) {
        const interval = log[pick % Math.max(1, log.length)];
        if (interval === undefined) break;
        const shifted = {
          ...interval,
          from: new Date(Math.max(+enrolledAt, +interval.from + shiftMs)),
          until: new Date(Math.max(+enrolledAt + 1, +interval.until + shiftMs)),
        };
        known = overlaid(known, shifted);
        state = caughtUp(state, enrolledAt, known, shifted.from);
        expect(bitsOf(state)).toEqual(bitsOf(stateOf(known)));
      }
    }),
  );
});

/** The log as the newest telling has it: it cuts what it overlaps. */
function overlaid(log: readonly Exposure[], newest: Exposure): readonly Exposure[] {
  const kept = log.flatMap((interval) => [
    { ...interval, until: new Date(Math.min(+interval.until, +newest.from)) },
    { ...interval, from: new Date(Math.max(+interval.from, +newest.until)) },
  ]);
  return [...kept.filter(({ from, until }) => from < until), newest].toSorted(
    (one, other) => +one.from - +other.from,
  );
}

it('maintenance and what we did not see change nothing but the clock', () => {
  fc.assert(
    fc.property(
      history,
      fc.constantFrom('MAINTENANCE' as const, 'UNKNOWN' as const),
      (log, state) => {
        const before = stateOf(log);
        const after = stateOf(followedBy(log, state, 500 * hourMs));
        expect({ ...after, until: 0 }).toEqual({ ...before, until: 0 });
      },
    ),
  );
});

it('a state is kept in its bytes to the bit, and in no more than 200 of them', () => {
  expect(scoreStateBytes).toBeLessThanOrEqual(200);
  fc.assert(
    fc.property(history, (log) => {
      const state = stateOf(log);
      expect(decodeScoreState(encodeScoreState(state))).toEqual(state);
    }),
  );
});
