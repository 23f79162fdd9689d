import fc from 'fast-check';

import {
  accepting,
  anyLife,
  at,
  evidenceOf,
  KeptMachine,
  maintenance,
  type Life,
} from '../fixture/evidence.js';
import type { Interval } from './interval.js';
import { intervalsOf, type Evidence } from './intervals-of.js';

/** A machine that has lived a life, what is known of it, and when it ended. */
function lived({ steps, ...life }: Life) {
  const evidence = evidenceOf([], {
    accepting: accepting(...life.accepting),
    maintenance: maintenance(...life.maintenance),
  });
  const machine = new KeptMachine(evidence);
  let ms = 0;
  for (const { byMs, does } of steps) {
    ms = Math.max(0, ms + byMs);
    if (does === 'JUDGE') machine.judge(new Date(ms));
    else if (does !== 'NOTHING') machine.beat(new Date(ms), does === 'BEAT');
  }
  const end = new Date(
    Math.max(ms, +machine.pulse.judgedAt, Number(machine.pulse.lastBeatAt ?? 0)),
  );
  machine.judge(end);
  return { machine, end, evidence: { ...evidence, beats: machine.beats } };
}

const lasting = (intervals: readonly Interval[], state: Interval['state']) =>
  intervals
    .filter((interval) => interval.state === state)
    .reduce((sum, { from, until }) => sum + +until - +from, 0);

describe('intervals', () => {
  it('are, judged beat by beat, to the millisecond those that all the evidence makes', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { machine, end, evidence } = lived(life);
        expect(machine.closedAt(end)).toEqual(intervalsOf(evidence, end));
      }),
      { numRuns: 500 },
    );
  });

  it('are the same of duplicated and reordered evidence', () => {
    const shuffled = fc.tuple(anyLife, fc.array(fc.nat(), { maxLength: 30 }));
    fc.assert(
      fc.property(shuffled, ([life, picks]) => {
        const { end, evidence } = lived(life);
        const { beats } = evidence;
        const again =
          beats.length === 0 ? [] : picks.map((pick) => beats[pick % beats.length] ?? at(0));
        const muddled: Evidence = { ...evidence, beats: [...again, ...beats.toReversed()] };
        expect(intervalsOf(muddled, end)).toEqual(intervalsOf(evidence, end));
      }),
    );
  });

  it('follow one another without gap or overlap, and neighbours differ', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { machine, end } = lived(life);
        const intervals = machine.closedAt(end);
        expect(intervals[0]?.from ?? at(0)).toEqual(at(0));
        for (const [place, { until, cause }] of intervals.entries()) {
          const next = intervals[place + 1];
          expect(next?.from ?? end).toEqual(until);
          expect(next?.cause).not.toBe(cause);
        }
      }),
    );
  });

  it('blame nobody for the time in which we did not listen', () => {
    fc.assert(
      fc.property(anyLife, (life) => {
        const { end, evidence } = lived({ ...life, accepting: [] });
        const silent = intervalsOf(evidence, end).filter(({ cause }) => cause === 'SILENT');
        expect(silent).toEqual([]);
      }),
    );
  });

  it('give nothing for beating faster', () => {
    fc.assert(
      fc.property(anyLife, fc.integer({ min: 1, max: 14_000 }), (life, afterMs) => {
        const { end, evidence } = lived(life);
        const faster = evidence.beats.flatMap((beat) => [beat, new Date(+beat + afterMs)]);
        const heard = faster.filter((beat) => beat <= end);
        const gained =
          lasting(intervalsOf({ ...evidence, beats: heard }, end), 'UP') -
          lasting(intervalsOf(evidence, end), 'UP');
        // Only time in which it really was heard of: nothing is multiplied.
        expect(gained).toBeLessThanOrEqual(faster.length * afterMs);
      }),
    );
  });
});
