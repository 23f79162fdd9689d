import fc from 'fast-check';

import type { Hash } from '../ids.js';
import { dayBars } from './day-bars.js';
import { figuresOf } from './figures.js';
import { interruptionsIn } from './interruptions.js';
import { stateOfCause, type Interval, type IntervalCause } from './interval.js';
import { rentalFigures, type RentalOutcome } from './rental-figures.js';
import { silencesIn, silenceTurns } from './silences-in.js';
import { timeIn } from './time-in.js';
import { boundedShare } from './wilson.js';

const hour = 3_600_000;
const causes = {
  U: 'BEATING',
  D: 'SILENT',
  M: 'ANNOUNCED',
  '?': 'NOT_ACCEPTING',
} as const satisfies Record<string, IntervalCause>;
const at = (hours: number) => new Date(Date.UTC(2027, 0, 1) + hours * hour);

/** A log from the year's beginning on: `U20 D4` is 20 hours up, then 4 down. */
function logOf(text: string): Interval[] {
  let from = 0;
  return text.split(' ').map((word) => {
    const cause = Object.entries(causes).find(([letter]) => word.startsWith(letter))?.[1];
    if (cause === undefined) throw new Error(`no state: ${word}`);
    const begin = from;
    from += Number(word.slice(1));
    return { state: stateOfCause[cause], cause, from: at(begin), until: at(from) };
  });
}

const rentalId: Hash = `0x${'01'.repeat(32)}`;
const outcomeOf = (
  started: number | undefined,
  ended?: number,
  changes: Partial<RentalOutcome> = {},
): RentalOutcome => ({
  rentalId,
  openedAt: at((started ?? 0) - 0.1),
  startedAt: started === undefined ? undefined : at(started),
  endedAt: ended === undefined ? undefined : at(ended),
  bootFailed: false,
  waited: false,
  ...changes,
});

describe('uptime', () => {
  it.each<[string, string, (number | undefined)[]]>([
    ['up throughout', 'U240', [1, 1, 1, 1]],
    ['down for a quarter of the last day', 'U216 D6 U18', [0.75, 162 / 168, 234 / 240, 234 / 240]],
    ['neither for nor against: maintenance', 'U216 M12 U12', [1, 1, 1, 1]],
    ['neither for nor against: our own fault', 'D216 ?12 U12', [1, 12 / 156, 12 / 228, 12 / 228]],
    ['not known where there is nothing else', 'U100 ?30', [undefined, 1, 1, 1]],
  ])('%s', (_, text, shares) => {
    const log = logOf(text);
    const now = log.at(-1)?.until ?? at(0);
    expect(figuresOf(log, [], now).uptimes.map(({ share }) => share)).toEqual(shares);
  });
});

describe('interruptions', () => {
  it.each([
    ['U10', []],
    ['D5 U10 D1 U10 D1', [15, 26]],
    ['U10 M5 D1', [15]],
    ['U10 ?5 D1 U2', [15]],
    ['U10 D1 M5 D1 ?2 D1 U1', [10]],
  ])('%s', (text, hours) => {
    expect(interruptionsIn(logOf(text))).toEqual(hours.map(at));
  });

  it('are so many hours up apart', () => {
    const figures = figuresOf(logOf('U30 D10 U50 M5 U20 D1 U20'), [], at(136));
    expect(figures).toMatchObject({ interruptions: 2, meanHoursBetween: 60 });
    expect(figuresOf(logOf('U30'), [], at(30)).meanHoursBetween).toBeUndefined();
  });
});

describe('day bars', () => {
  it('are one for each day, cut at midnight', () => {
    const bars = dayBars(logOf('U20 D10 U18 M6'), 90);
    const hours = bars.map(({ time: { UP, DOWN, MAINTENANCE } }) => [UP, DOWN, MAINTENANCE]);
    expect(hours).toEqual([
      [20 * hour, 4 * hour, 0],
      [18 * hour, 6 * hour, 0],
      [0, 0, 6 * hour],
    ]);
    expect(bars.map(({ interruptions }) => interruptions)).toEqual([1, 0, 0]);
    expect(bars.map(({ day }) => day)).toEqual([at(0), at(24), at(48)]);
  });

  it('are of the last days alone, and none of a day that has not begun', () => {
    expect(dayBars(logOf('U96'), 2).map(({ day }) => day)).toEqual([at(48), at(72)]);
    expect(dayBars([], 90)).toEqual([]);
  });

  it('hold all the time that the log holds', () => {
    const word = fc.tuple(fc.constantFrom('U', 'D', 'M', '?'), fc.integer({ min: 1, max: 200 }));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (words) => {
        const log = logOf(words.map(([letter, hours]) => `${letter}${hours}`).join(' '));
        const bars = dayBars(log, 1_000);
        const whole = timeIn(log, at(0), log.at(-1)?.until ?? at(0));
        for (const state of ['UP', 'DOWN', 'MAINTENANCE', 'UNKNOWN'] as const)
          expect(bars.reduce((sum, { time }) => sum + time[state], 0)).toBe(whole[state]);
      }),
    );
  });
});

describe('silences', () => {
  it.each<[string, [from: number, until: number | undefined][]]>([
    ['U10 M2 ?3 U5', []],
    ['U10 D4', [[10, undefined]]],
    [
      'U10 D4 U5 D1 U1',
      [
        [10, 14],
        [19, 20],
      ],
    ],
    ['U10 D4 ?3 D2 M1 U5', [[10, 20]]],
    ['U10 M2 D4 M1', [[12, undefined]]],
  ])('in %s begin with DOWN and end with the next proof of life', (log, spans) => {
    const silences = spans.map(([from, until]) => ({
      from: at(from),
      until: until === undefined ? undefined : at(until),
    }));
    expect(silencesIn(logOf(log))).toEqual(silences);
  });

  it('are told once when they begin and once when they end', () => {
    const turns = (log: string, before: string) =>
      silenceTurns(logOf(log), logOf(before)).map(({ from, began, ended }) => [from, began, ended]);
    expect(turns('U10 D4', 'U12')).toEqual([[at(10), true, false]]);
    expect(turns('U10 D6', 'U10 D4')).toEqual([]);
    expect(turns('U10 D6 U1', 'U10 D4')).toEqual([[at(10), false, true]]);
    expect(turns('U10 D6 U1', 'U12')).toEqual([[at(10), true, true]]);
    expect(turns('U10 D6 U4', 'U10 D6 U1')).toEqual([]);
  });
});

describe('while rented', () => {
  it('counts the rented time alone, once where slices are rented together', () => {
    const log = logOf('U10 D2 U12 D6 U20');
    const outcomes = [outcomeOf(8, 14), outcomeOf(9, 16), outcomeOf(40)];
    const figures = rentalFigures(log, outcomes, at(50));
    expect(figures).toMatchObject({ availability: (8 + 10 - 2) / 18, interruptions: 1 });
  });

  it('is not known of a machine that nobody rented', () => {
    expect(rentalFigures(logOf('U10 D2'), [], at(12))).toEqual({
      boots: { attempts: 0, successes: 0, share: undefined, lowerBound: undefined },
      medianBootSeconds: undefined,
      availability: undefined,
      interruptions: 0,
    });
  });

  it('counts an outage to whose beginning the clock was taken back', () => {
    const figures = rentalFigures(logOf('U10 D2'), [outcomeOf(1, 10)], at(12));
    expect(figures.interruptions).toBe(1);
  });
});

describe('boots', () => {
  it('are successes of attempts; what was cancelled, or is still due, is none', () => {
    const failed = outcomeOf(undefined, undefined, { bootFailed: true });
    const outcomes = [outcomeOf(1, 2), outcomeOf(3, 4), outcomeOf(undefined), failed];
    const { boots } = rentalFigures([], outcomes, at(9));
    expect(boots).toMatchObject({ attempts: 3, successes: 2, share: 2 / 3 });
  });

  it('take the median time of those that had not to wait', () => {
    const booted = (seconds: number, waited = false) => {
      const openedAt = new Date(at(5).getTime() - seconds * 1000);
      return outcomeOf(5, 6, { openedAt, waited });
    };
    const outcomes = [booted(30), booted(90), booted(20), booted(9_000, true), booted(40)];
    expect(rentalFigures([], outcomes, at(9)).medianBootSeconds).toBe(30);
  });

  /** Wilson's formula for z = 1.28155, worked out apart from this code. */
  it.each([
    [0, 1, 0],
    [1, 1, 0.378448],
    [10, 10, 0.858931],
    [9, 10, 0.717556],
  ])('%i of %i are at least a share of %f', (successes, attempts, lowerBound) => {
    expect(boundedShare(successes, attempts).lowerBound).toBeCloseTo(lowerBound, 5);
  });
});
