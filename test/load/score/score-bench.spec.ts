import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { seeded } from '../../faults/random.ts';
import { BoundsTold } from './coverage.ts';
import { baseRate, judge } from './judge.ts';
import { madeUp } from './made-up.ts';
import { qualityOf } from './quality.ts';
import { readTrace } from './readers/read-trace.ts';
import { replay, type Outcome } from './replay.ts';
import type { Trace } from './trace.ts';

const synthetic = path.join(import.meta.dirname, 'synthetic.txt');
const folder = mkdtempSync(path.join(tmpdir(), 'traces-'));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, text: string): string {
  const file = path.join(folder, name);
  writeFileSync(file, text);
  return file;
}

function outcomesOf(trace: Trace, hours: number): Outcome[] {
  const outcomes: Outcome[] = [];
  replay(
    trace,
    hours,
    (outcome) => outcomes.push(outcome),
    () => undefined,
  );
  return outcomes;
}

describe('readers', () => {
  const header = 'node_id node_name event_type event_start_time event_stop_time\n';

  it('read a table of host failures, an outage of no length included', () => {
    const lines = '7 2.1 0 100 100\n7 2.1 1 100 7200\n7 2.1 0 7200 7300\n8 3.9 1 0 500\n';
    expect(readTrace(written('hosts.tab', header + lines)).units).toEqual([
      {
        ...{ id: '2/7', cohort: '2' },
        pieces: [
          { state: 'DOWN', from: 100_000, until: 101_000 },
          { state: 'UP', from: 101_000, until: 7_200_000 },
          { state: 'DOWN', from: 7_200_000, until: 7_300_000 },
        ],
      },
      { id: '3/8', cohort: '3', pieces: [{ state: 'UP', from: 0, until: 500_000 }] },
    ]);
  });

  it('read spot availability', () => {
    const zone = JSON.stringify({ metadata: { gap_seconds: 600 }, data: [1, 3, 0, 1] });
    const [unit] = readTrace(written('us-east-2a_v100_1.json', zone)).units;
    expect(unit?.cohort).toBe('v100_1');
    expect(unit?.pieces).toEqual([
      { state: 'UP', from: 0, until: 1_200_000 },
      { state: 'DOWN', from: 1_200_000, until: 1_800_000 },
      { state: 'UP', from: 1_800_000, until: 2_400_000 },
    ]);
  });

  it.each([
    ['a.tab', `${header}7 2.1 5 100 200\n`, 'line 2: event_type is "5", not 0 (down) or 1 (up)'],
    ['b.tab', `${header}7 2.1 0 100\n`, 'line 2: ends before event_stop_time: 4 of 5 columns'],
    [
      'c.tab',
      `${header}7 2.1 0 x 200\n`,
      'line 2: event_start_time is "x", not seconds since 1970',
    ],
    ['d.tab', 'node_id event_type\n1 0\n', 'line 1: no column event_start_time, event_stop_time'],
    ['e.txt', 'a 0 10 UP\nb 0 10 SLEEPING\n', 'line 2: state is "SLEEPING", not one of UP, DOWN'],
    ['f.txt', 'a 0 10\n', 'line 1: 3 words, not the four of "unit start end state"'],
    ['g.txt', '# nothing\n\na 10 5 UP\n', 'line 3: ends at 5, before its start at 10'],
    ['h.txt', 'a soon 5 UP\n', 'line 1: start is "soon", neither ISO 8601 nor seconds since 1970'],
    ['i.txt', '', 'empty'],
    ['j.json', '{"metadata":{"gap_seconds":0},"data":[1]}', 'metadata.gap_seconds'],
    ['k.json', '{"metadata":{"gap_seconds":60},"data":[1,"x"]}', 'data.1'],
    ['l.json', '{', 'not JSON'],
  ])('say what is wrong in %s', (name, text, reason) => {
    expect(() => readTrace(written(name, text))).toThrow(reason);
  });
});

describe('figures', () => {
  it('are those of four predictions worked out by hand', () => {
    const probabilities = Float64Array.of(0.9, 0.8, 0.6, 0.3);
    const survived = Uint8Array.of(1, 1, 0, 1);
    const { brier, skill, calibrationError, auc } = qualityOf({ probabilities, survived });
    expect(brier).toBeCloseTo((0.01 + 0.04 + 0.36 + 0.49) / 4, 12);
    expect(skill).toBeCloseTo(1 - 0.225 / 0.1875, 12);
    expect(calibrationError).toBeCloseTo((0.1 + 0.2 + 0.6 + 0.7) / 4, 12);
    expect(auc).toBeCloseTo(2 / 3, 12);
  });

  it('of a constant are those of the base rate', () => {
    const quality = qualityOf({
      probabilities: new Float64Array(4).fill(0.75),
      survived: Uint8Array.of(1, 1, 0, 1),
    });
    expect(quality).toMatchObject({ skill: 0, calibrationError: 0, auc: 0.5 });
  });
});

it('coverage counts units, stretches and bins that held as often as their bounds say', () => {
  const told = new BoundsTold(1);
  const tell = (unit: number, hour: number, bound: number, survived: boolean) =>
    told.add({ unit, state: { until: hour * 3_600_000 }, bound, survived });
  for (let hour = 0; hour < 20; hour += 1) {
    tell(1, hour, 0.5, hour < 10);
    tell(2, hour, 0.9, hour % 2 === 0);
  }
  expect(told.coverage()).toEqual({
    ...{ units: 1 / 2, stretches: 1 / 4, bins: 3 },
    mean: expect.closeTo(0.7, 12),
  });
});

describe('a replay', () => {
  it('sees the past alone: what comes later changes no earlier prediction', () => {
    const trace = { ...readTrace(synthetic), everyHours: 24 };
    const cut = Date.UTC(2026, 1, 1);
    const altered = trace.units.map((unit) => ({
      ...unit,
      pieces: unit.pieces.flatMap((piece) => {
        if (piece.from >= cut) return [];
        return piece.until <= cut ? [piece] : [{ ...piece, until: cut }];
      }),
    }));
    const known = (outcome: Outcome) => outcome.state.until < cut - 24 * 3_600_000;
    const predicted = outcomesOf(trace, 24).filter(known);
    const without = outcomesOf({ ...trace, units: altered }, 24).filter(known);
    expect(without.length).toBeGreaterThan(200);
    expect(without.map(({ served }) => served)).toEqual(predicted.map(({ served }) => served));
  });

  it('is better than the base rate where there is something to learn', () => {
    const trace = { ...readTrace(synthetic), everyHours: 12 };
    const bootstrap = { draws: 50, random: seeded('bootstrap', 1) };
    const { verdicts } = judge(synthetic, trace, 24, bootstrap, () => undefined);
    const skillOf = (name: string) => verdicts.find(({ method }) => method === name)?.skill ?? NaN;
    expect(skillOf('score')).toBeGreaterThan(skillOf(baseRate) + 0.05);
    expect(verdicts.map(({ method }) => method)).toContain('Gamma-Poisson, half-life 336 h');
  });

  it.each([
    { name: 'alike', machines: 3, days: 20, rateOf: () => 1 / 60 },
    { name: 'rare', machines: 6, days: 40, rateOf: () => 1 / 1000 },
    { name: 'frequent', machines: 5, days: 20, rateOf: () => 1 / 8 },
    {
      ...{ name: 'worse from then on', machines: 6, days: 40 },
      rateOf: (_: number, share: number) => (share < 0.6 ? 1 / 400 : 1 / 80),
    },
  ])('loses no more to the base rate than two outcomes are worth: $name', (fleet) => {
    for (const seed of [1, 2, 3]) {
      const trace = madeUp({ ...fleet, seed });
      const bootstrap = { draws: 1, random: seeded('bootstrap', 1) };
      const { verdicts, predictions } = judge(fleet.name, trace, 24, bootstrap, () => undefined);
      const [score, base] = ['score', baseRate].map((name) =>
        verdicts.find(({ method }) => method === name),
      );
      const overlapping = 4;
      const lost = ((base?.skill ?? NaN) - (score?.skill ?? NaN)) * (predictions / overlapping);
      expect(lost).toBeLessThan(2);
    }
  });

  it('judges nothing where everything held', () => {
    const file = written('calm.txt', 'a 0 864000 UP\nb 0 864000 UP\n');
    const bootstrap = { draws: 1, random: seeded('bootstrap', 1) };
    expect(() => judge(file, readTrace(file), 24, bootstrap, () => undefined)).toThrow(
      'held: nothing to tell apart',
    );
  });
});
