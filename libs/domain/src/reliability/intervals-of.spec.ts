import { accepting, at, evidenceOf, KeptMachine, maintenance } from '../fixture/evidence.js';
import { intervalsOf, type Evidence } from './intervals-of.js';

/** Beats every 15 s from one second to another, both included. */
const beating = (from: number, until: number) =>
  Array.from({ length: (until - from) / 15 + 1 }, (_, beat) => from + 15 * beat);

/** Intervals as text: `UP 0-60`. */
const told = (evidence: Evidence, seconds: number) =>
  intervalsOf(evidence, at(seconds)).map(
    ({ state, from, until }) => `${state} ${+from / 1000}-${+until / 1000}`,
  );

describe('a machine', () => {
  it.each<[string, Evidence, number, string[]]>([
    ['never seen', evidenceOf([]), 100, ['DOWN 0-100']],
    ['beating', evidenceOf(beating(15, 90)), 100, ['DOWN 0-15', 'UP 15-100']],
    ['silent within the grace', evidenceOf([0]), 60, ['UP 0-60']],
    ['silent beyond it', evidenceOf([0]), 61, ['DOWN 0-61']],
    [
      'silent from its last proof of life, not from when we noticed',
      evidenceOf([...beating(0, 60), ...beating(240, 300)]),
      300,
      ['UP 0-60', 'DOWN 60-240', 'UP 240-300'],
    ],
  ])('%s', (_, evidence, now, intervals) => expect(told(evidence, now)).toEqual(intervals));
});

describe('our own silence', () => {
  const away = { accepting: accepting([0, 100], [1_000, 1e6]) };
  it.each<[string, Evidence, number, string[]]>([
    [
      'is nobody’s fault',
      evidenceOf([...beating(0, 90), ...beating(1_005, 1_095)], away),
      1_100,
      ['UP 0-100', 'UNKNOWN 100-1000', 'UP 1000-1100'],
    ],
    [
      'is not noticed within a grace',
      evidenceOf(beating(0, 300), { accepting: accepting([0, 100], [103, 1e6]) }),
      300,
      ['UP 0-300'],
    ],
    [
      'excuses no silence after it',
      evidenceOf(beating(0, 90), away),
      1_061,
      ['UP 0-100', 'UNKNOWN 100-1000', 'DOWN 1000-1061'],
    ],
    [
      'does not bring up what was down before',
      evidenceOf([0], away),
      1_010,
      ['DOWN 0-100', 'UNKNOWN 100-1000', 'DOWN 1000-1010'],
    ],
    [
      'is less where another process listened',
      evidenceOf(beating(0, 90), { accepting: accepting([0, 100], [50, 400], [1_000, 1e6]) }),
      500,
      ['UP 0-90', 'DOWN 90-400', 'UNKNOWN 400-500'],
    ],
  ])('%s', (_, evidence, now, intervals) => expect(told(evidence, now)).toEqual(intervals));
});

describe('announced maintenance', () => {
  const announced = { maintenance: maintenance([100, 200]) };
  it('is maintenance though the machine beats: it earns nothing, so that nobody announces it for ever', () => {
    const evidence = evidenceOf(beating(0, 300), announced);
    expect(told(evidence, 300)).toEqual(['UP 0-100', 'MAINTENANCE 100-200', 'UP 200-300']);
  });

  it('excuses silence in it, and none after it', () => {
    const evidence = evidenceOf(beating(0, 90), announced);
    expect(told(evidence, 250)).toEqual(['UP 0-100', 'MAINTENANCE 100-200', 'UP 200-250']);
    expect(told(evidence, 261)).toEqual(['UP 0-100', 'MAINTENANCE 100-200', 'DOWN 200-261']);
  });

  it('excuses no silence before it', () => {
    const evidence = evidenceOf([0], announced);
    expect(told(evidence, 150)).toEqual(['DOWN 0-100', 'MAINTENANCE 100-150']);
  });

  it('ends when it is taken back, and covers what it covered', () => {
    const [window] = maintenance([100, 200]);
    if (window === undefined) throw new Error('no window');
    const withdrawn = (seconds: number) => ({
      maintenance: [{ ...window, withdrawnAt: at(seconds) }],
    });
    const beats = beating(0, 300);
    expect(told(evidenceOf(beats, withdrawn(50)), 300)).toEqual(['UP 0-300']);
    expect(told(evidenceOf(beats, withdrawn(150)), 300)).toEqual([
      'UP 0-100',
      'MAINTENANCE 100-150',
      'UP 150-300',
    ]);
    expect(told(evidenceOf(beats, withdrawn(250)), 300)[1]).toBe('MAINTENANCE 100-200');
  });
});

describe('flapping', () => {
  /** Beats at once, then none for 59 seconds, again and again. */
  const flapping = Array.from({ length: 60 }, (_, round) => [round * 60, round * 60 + 1]).flat();

  it('hides in no grace: two silences are forgiven, and one more when it has been long since', () => {
    const down = intervalsOf(evidenceOf(flapping), at(3_600)).filter(
      ({ state }) => state === 'DOWN',
    );
    expect(down.length).toBeGreaterThanOrEqual(50);
    expect(down.reduce((sum, { from, until }) => sum + +until - +from, 0)).toBeGreaterThan(
      50 * 59_000,
    );
  });

  it('is not what a machine does that misses a beat now and then', () => {
    const missing = beating(0, 36_000).filter((_, beat) => beat % 40 !== 7);
    expect(told(evidenceOf(missing), 36_000)).toEqual(['UP 0-36000']);
  });
});

describe('a judgement', () => {
  it('is taken back by nothing but a proof of life or more silence', () => {
    const machine = new KeptMachine(evidenceOf([]));
    for (const seconds of beating(0, 60)) machine.beat(at(seconds));
    machine.judge(at(120));
    expect(machine.intervals.map(({ state }) => state)).toEqual(['UP']);
    machine.judge(at(121));
    expect(machine.intervals).toEqual([
      { state: 'UP', cause: 'BEATING', from: at(0), until: at(60) },
      { state: 'DOWN', cause: 'SILENT', from: at(60), until: undefined },
    ]);
    machine.beat(at(300));
    expect(machine.intervals.slice(1)).toEqual([
      { state: 'DOWN', cause: 'SILENT', from: at(60), until: at(300) },
      { state: 'UP', cause: 'BEATING', from: at(300), until: undefined },
    ]);
  });
});
