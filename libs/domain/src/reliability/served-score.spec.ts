import { createHash } from 'node:crypto';

import fc from 'fast-check';

import { enrolledAt, history, model, rates } from '../fixture/score.js';
import type { Interval, IntervalCause, MachineState } from './interval.js';
import { emptyTree, leafText, rootOf, withLeaf } from './interval-tree.js';
import {
  cutAt,
  keepingAll,
  listedReliability,
  newKeptLog,
  scoreDifferences,
  servedScore,
  type ScoreBasis,
} from './served-score.js';
import type { Exposure } from './score/after-interval.js';
import { scoreStateOf } from './score/log.js';

const sha256 = (bytes: Uint8Array) => new Uint8Array(createHash('sha256').update(bytes).digest());
const hashed = (...parts: (string | Uint8Array | number[])[]) =>
  parts
    .reduce(
      (hash, part) => hash.update(typeof part === 'string' ? part : Uint8Array.from(part)),
      createHash('sha256'),
    )
    .digest('hex');

const causes: Record<MachineState, IntervalCause> = {
  UP: 'BEATING',
  DOWN: 'SILENT',
  MAINTENANCE: 'ANNOUNCED',
  UNKNOWN: 'NOT_ACCEPTING',
};
const intervalsIn = (log: readonly Exposure[]): Interval[] =>
  log.map(({ state, from, until }) => ({ state, from, until, cause: causes[state] }));
const logs = history.map(intervalsIn);
const basis = fc.record({ rates, models: fc.array(model, { minLength: 1, maxLength: 2 }) });
const keptOf = (log: readonly Interval[]) => keepingAll(newKeptLog(enrolledAt), log, sha256);
const whole = (log: readonly Interval[], by: ScoreBasis) => servedScore(keptOf(log), by, sha256);

describe('the tree of a log', () => {
  /** RFC 9162 §2.1.1, as it is written there: by the largest power of two below the size. */
  function merkleTreeHash(leaves: readonly string[]): string {
    const [only] = leaves;
    if (only === undefined) return hashed('');
    if (leaves.length === 1) return hashed([0], only);
    const k = 2 ** Math.ceil(Math.log2(leaves.length) - 1);
    const [left, right] = [leaves.slice(0, k), leaves.slice(k)].map(merkleTreeHash);
    return hashed([1], Buffer.from(left ?? '', 'hex'), Buffer.from(right ?? '', 'hex'));
  }

  it('has the root that RFC 9162 says', () => {
    fc.assert(
      fc.property(logs, (log) => {
        const tree = log.reduce((grown, one) => withLeaf(grown, one, sha256), emptyTree);
        expect(tree.size).toBe(log.length);
        const root = Buffer.from(rootOf(tree, sha256)).toString('hex');
        expect(root).toBe(merkleTreeHash(log.map(leafText)));
      }),
      { numRuns: 50 },
    );
  });

  it('keeps no more than a hash for each binary digit of its size', () => {
    const interval: Interval = { ...at(0), state: 'UP', cause: 'BEATING' };
    let tree = emptyTree;
    for (let leaves = 0; leaves < 1_000; leaves += 1) tree = withLeaf(tree, interval, sha256);
    expect(tree.peaks).toHaveLength(6);
  });
});

describe('a score', () => {
  it('is the same to the bit, however much of its log was kept, and however often it was shown', () => {
    fc.assert(
      fc.property(logs, basis, fc.nat(), fc.array(fc.nat()), (log, by, cut, repeats) => {
        const place = cut % (log.length + 1);
        const again = repeats.flatMap((one) => log[one % (place || 1)] ?? []).slice(0, place);
        const kept = keptOf([...log.slice(0, place), ...again]);
        const caughtUp = keepingAll(kept, log.slice(place), sha256);
        expect(servedScore(caughtUp, by, sha256)).toEqual(whole(log, by));
        expect(kept.state).toEqual(scoreStateOf(enrolledAt, log.slice(0, place)));
      }),
      { numRuns: 50 },
    );
  });

  it('differs, and says where, as soon as one interval is another', () => {
    fc.assert(
      fc.property(logs, basis, fc.nat(), (log, by, nth) => {
        fc.pre(log.length > 0);
        const lying = log.map((interval, place) =>
          place === nth % log.length ? lied(interval) : interval,
        );
        expect(scoreDifferences(whole(log, by), whole(lying, by))).toContain('logRoot');
        expect(scoreDifferences(whole(log, by), whole([...log], by))).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  const lied = (interval: Interval): Interval =>
    interval.state === 'UP'
      ? { ...interval, state: 'UNKNOWN', cause: 'NOT_ACCEPTING' }
      : { ...interval, state: 'UP', cause: 'BEATING' };
});

it('cuts a log at a moment, and leaves out what has not begun', () => {
  const log: Interval[] = [
    { ...at(0), state: 'UP', cause: 'BEATING' },
    { ...at(1), state: 'DOWN', cause: 'SILENT' },
    { ...at(2), state: 'UP', cause: 'BEATING' },
  ];
  const half = new Date(enrolledAt.getTime() + 1.5 * 3_600_000);
  expect(cutAt(log, half)).toEqual([log[0], { ...log[1], until: half }]);
  expect(cutAt(log, at(2).from)).toEqual(log.slice(0, 2));
});

describe('the listed bound', () => {
  const over24 = (lowerBound: number) => [{ hours: 24, probability: 0.99, lowerBound }];

  it.each([
    ['nobody knows a newcomer', 0, 0.049, undefined],
    ['what it has shown, rounded down', 0, 0.98765, 0.987],
    ['a machine that failed is not below a newcomer', 3, 0.001, 0.05],
    ['nor above what it has shown', 3, 0.4321, 0.432],
  ])('%s', (_, failures, bound, listed) => {
    expect(listedReliability({ failures }, over24(bound))).toBe(listed);
  });
});

function at(hours: number) {
  const from = new Date(enrolledAt.getTime() + hours * 3_600_000);
  return { from, until: new Date(from.getTime() + 3_600_000) };
}
