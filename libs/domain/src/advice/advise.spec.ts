import { candidateOf, cheap, lora, reliable, saving, uninterrupted } from '../fixture/advice.js';
import { advise, candidatesMax } from './advise.js';
import { outlookOf, type Candidate } from './outlook.js';
import type { Reliability } from './reliability.js';
import type { Workload } from './workload.js';

/** −ln 0.97 = 0.03 + 0.03² ÷ 2 + 0.03³ ÷ 3 + …, and the same for 0.01. */
const lossOf97 = 0.030_459_207_5;
const lossOf99 = 0.010_050_335_9;

const advised = (workload: Workload, overHours: number) =>
  advise(workload, [cheap(overHours), reliable(overHours)]);
const ids = (advice: ReturnType<typeof advise>) =>
  advice.ranked.map(({ candidate }) => candidate.id);
const totals = (advice: ReturnType<typeof advise>) =>
  advice.ranked.map(({ outlook }) => outlook.expected?.totalUnits);

describe('one stretch, by hand', () => {
  // Half of all hours are undisturbed: the rate is ln 2 an hour, and an hour of work takes (2 − 1) ÷ ln 2 hours.
  const half = uninterrupted(0.5, 1);
  const dollar = candidateOf('a dollar', 1_000_000n, half);
  const hour = { ...lora, workHours: 1, restartHours: 0, replacementHours: 0.5 };

  it('takes 1.4427 hours of running, one interruption, and half an hour of waiting for each', () => {
    const { expected, undisturbed } = outlookOf(hour, dollar, half);
    expect(undisturbed).toBe(0.5);
    expect(expected?.billedHours).toBeCloseTo(1.442_695, 6);
    expect(expected?.interruptions).toBeCloseTo(1, 12);
    expect(expected?.hours).toBeCloseTo(1.942_695, 6);
    expect(expected?.costUnits).toBe(1_442_696n);
  });

  it('takes twice that where every restart takes an hour: e^(ln 2 × 1) times', () => {
    const { expected } = outlookOf({ ...hour, restartHours: 1 }, dollar, half);
    expect(expected?.billedHours).toBeCloseTo(2.885_39, 5);
    expect(expected?.costUnits).toBe(2_885_391n);
  });

  it('charges what is charged while it is interrupted: half an hour of 20 cents', () => {
    const preempted = { ...dollar, interruptedPricePerHourUnits: 200_000n };
    expect(outlookOf(hour, preempted, half).expected?.costUnits).toBe(1_442_696n + 100_000n);
  });

  it('ends within two hours with probability ½ (1 + ln 2) = 0.846574', () => {
    // Each number of failures K adds ½ × P(Erlang_K ≤ 1), and those of all K ≥ 1 add up to the rate.
    const asked = { ...hour, replacementHours: 0, deadline: { hours: 2, probability: 0.9 } };
    expect(outlookOf(asked, dollar, half).inTime).toBeCloseTo(0.846_574, 3);
    const budget = { ...hour, budgetUnits: 2_000_000n };
    expect(outlookOf(budget, dollar, half).inBudget).toBeCloseTo(0.846_574, 3);
  });

  it('is in time without any slack where nothing happens, and never before', () => {
    const inTime = (hours: number) =>
      outlookOf({ ...hour, deadline: { hours, probability: 0.9 } }, dollar, half).inTime;
    expect([inTime(0.999), inTime(1)]).toEqual([0, 0.5]);
  });

  it('costs the price of its hours, to the unit, on a machine that never fails', () => {
    const never = { ...lora, workHours: 2, deadline: { hours: 2, probability: 1 } };
    const { expected, inTime } = outlookOf(never, dollar, uninterrupted(1, 24));
    expect(expected).toMatchObject({ hours: 2, costUnits: 2_000_000n, interruptions: 0 });
    expect(inTime).toBe(1);
  });

  it('has no expectation where it would not end in a hundred years', () => {
    expect(outlookOf({ ...hour, workHours: 40 }, dollar, half).expected).toBeUndefined();
    expect(outlookOf({ ...hour, workHours: 10_000 }, dollar, half).expected).toBeUndefined();
  });

  it('waits for the repair of a machine, where that is the shorter: A = 0.8, half an hour', () => {
    // Mean time between failures 0.5 × 0.8 ÷ 0.2 = 2 hours.
    const available: Reliability = {
      meaning: 'AVAILABILITY',
      availability: 0.8,
      meanRepairHours: 0.5,
    };
    const { interruptionsPerHour, expected } = outlookOf(
      { ...hour, replacementHours: 9 },
      dollar,
      available,
    );
    expect(interruptionsPerHour).toBeCloseTo(0.5, 12);
    // (e^0.5 − 1) ÷ 0.5 = 1.297443 hours of running, half as many failures, half an hour each.
    expect(expected?.hours).toBeCloseTo(1.297_443 * 1.25, 5);
  });
});

describe('the published example: 2 hours, $0.38 at 97 % or $0.52 at 99 %', () => {
  /** e^(λR) (e^(2λ) − 1) ÷ λ hours of running, and λ × 10 minutes more for each of them until the result. */
  const byHand = (rate: number, price: number) => {
    const running = (Math.exp(rate / 12) * (Math.exp(2 * rate) - 1)) / rate;
    return { money: price * running, hours: running * (1 + rate / 6) };
  };

  it.each([
    ['of no interruption over 24 hours', 24, 761_046n, 1_040_472n],
    ['of no interruption over the 2 hours', 2, 772_673n, 1_045_682n],
    ['of no interruption over an hour', 1, 785_618n, 1_051_403n],
  ])('97 %% %s: the cheap one is the cheaper', (_meaning, overHours, cheapUnits, reliableUnits) => {
    const advice = advised(lora, overHours);
    expect(ids(advice)).toEqual(['0.38 at 97 %', '0.52 at 99 %']);
    expect(totals(advice)).toEqual([cheapUnits, reliableUnits]);
    expect(byHand(lossOf97 / overHours, 380_000).money).toBeCloseTo(Number(cheapUnits) - 0.5, -0.5);
    expect(byHand(lossOf99 / overHours, 520_000).money).toBeCloseTo(
      Number(reliableUnits) - 0.5,
      -0.5,
    );
  });

  it('turns where an hour of waiting is worth the difference of money ÷ the difference of hours', () => {
    const [one, other] = [byHand(lossOf97 / 2, 380_000), byHand(lossOf99 / 2, 520_000)];
    const crossing = (other.money - one.money) / (one.hours - other.hours);
    const { hourValueAboveUnits, hourValueBelowUnits } = advised(lora, 2).turningPoints[0] ?? {};
    expect(Number(hourValueAboveUnits) / crossing).toBeCloseTo(1, 6);
    expect(hourValueAboveUnits).toBe(10_540_569n);
    expect(hourValueBelowUnits).toBeUndefined();
    const worth = (hourValueUnits: bigint) => ids(advised({ ...lora, hourValueUnits }, 2))[0];
    expect([worth(10_540_500n), worth(10_540_700n)]).toEqual(['0.38 at 97 %', '0.52 at 99 %']);
  });

  it('turns for work of 56 hours that cannot be saved, and never for work that can', () => {
    expect(advised(lora, 2).turningPoints[0]).toMatchObject({
      ahead: '0.38 at 97 %',
      behind: '0.52 at 99 %',
      workHoursBelow: undefined,
      workHoursAbove: expect.closeTo(56.042, 2),
    });
    const saved = advised({ ...lora, checkpoints: saving }, 2);
    expect(saved.turningPoints[0]).toMatchObject({
      workHoursBelow: undefined,
      workHoursAbove: undefined,
    });
    const after = (workHours: number) => ids(advised({ ...lora, workHours }, 2))[0];
    expect([after(56), after(56.1)]).toEqual(['0.38 at 97 %', '0.52 at 99 %']);
  });

  it('turns where the cheap one is below 56.9 %, and the reliable one can be as reliable as it likes', () => {
    expect(advised(lora, 2).turningPoints[0]).toMatchObject({
      aheadReliabilityBelow: expect.closeTo(0.568_56, 4),
      behindReliabilityAbove: undefined,
    });
    const at = (probability: number) =>
      ids(
        advise(lora, [{ ...cheap(2), reliability: uninterrupted(probability, 2) }, reliable(2)]),
      )[0];
    expect([at(0.569), at(0.568)]).toEqual(['0.38 at 97 %', '0.52 at 99 %']);
  });

  it('takes the reliable one where the result must be there in 2 hours 30 with 98 %', () => {
    const deadline = { hours: 2.5, probability: 0.98 };
    const advice = advised({ ...lora, deadline }, 2);
    expect(ids(advice)).toEqual(['0.52 at 99 %', '0.38 at 97 %']);
    expect(advice.ranked.map(({ fits }) => fits)).toEqual([true, false]);
    const [best, other] = advice.ranked.map(({ outlook }) => outlook.inTime);
    expect([best, other]).toEqual([expect.closeTo(0.9912, 3), expect.closeTo(0.9737, 3)]);
    // The turning point stays one of money, in which the cheap one is ahead.
    expect(advice.turningPoints[0]).toMatchObject({
      ahead: '0.38 at 97 %',
      behind: '0.52 at 99 %',
    });
  });

  it('says until which length and from which reliability each keeps that deadline', () => {
    const deadline = { hours: 2.5, probability: 0.98 };
    const [, other] = advised({ ...lora, deadline }, 2).ranked;
    const limit = other?.deadlineLimits?.workHoursUpTo ?? 0;
    const from = other?.deadlineLimits?.reliabilityFrom ?? 0;
    const keeps = (workHours: number, probability: number) =>
      advise({ ...lora, workHours, deadline }, [
        { ...cheap(2), reliability: uninterrupted(probability, 2) },
      ]).ranked[0]?.fits;
    expect([limit, from]).toEqual([expect.closeTo(1.785, 2), expect.closeTo(0.977, 2)]);
    expect([keeps(limit, 0.97), keeps(limit + 0.01, 0.97)]).toEqual([true, false]);
    expect([keeps(2, from), keeps(2, from - 0.002)]).toEqual([true, false]);
  });
});

describe('a comparison', () => {
  it('puts what keeps the budget first', () => {
    const advice = advise({ ...lora, budgetUnits: 800_000n, hourValueUnits: 2n ** 60n }, [
      reliable(2),
      cheap(2),
    ]);
    expect(ids(advice)).toEqual(['0.38 at 97 %', '0.52 at 99 %']);
    expect(advice.ranked.map(({ fits }) => fits)).toEqual([true, false]);
  });

  it('shows both ends of what is not known, and orders by the worse', () => {
    const unknown = { ...cheap(2), reliability: undefined };
    const [advised] = advise(lora, [unknown]).ranked;
    expect(advised?.outlook.reliability).toEqual(uninterrupted(0.05, 24));
    expect(advised?.atMost?.reliability).toEqual(uninterrupted(0.95, 24));
    expect(advised?.outlook.expected?.costUnits).toBe(872_304n);
    expect(advised?.atMost?.expected?.costUnits).toBe(761_763n);
  });

  it('knows that a machine of twice the speed does the work in half the time', () => {
    const fast = candidateOf('fast', 700_000n, uninterrupted(1, 24), { speed: 2 });
    const advice = advise(lora, [cheap(24), fast]);
    expect(ids(advice)).toEqual(['fast', '0.38 at 97 %']);
    expect(totals(advice)[0]).toBe(700_000n);
  });

  const refused: [string, Partial<Workload>, Partial<Candidate>][] = [
    ['workload.workHours', { workHours: 0 }, {}],
    ['workload.workHours', { workHours: Number.NaN }, {}],
    ['workload.workHours', { workHours: 10_001 }, {}],
    ['workload.restartHours', { restartHours: -1 }, {}],
    ['workload.replacementHours', { replacementHours: 721 }, {}],
    ['workload.hourValueUnits', { hourValueUnits: -1n }, {}],
    ['workload.budgetUnits', { budgetUnits: 2n ** 96n }, {}],
    ['workload.checkpoints.writeHours', { checkpoints: { ...saving, writeHours: 0 } }, {}],
    ['workload.checkpoints.everyHours', { checkpoints: { ...saving, everyHours: 0 } }, {}],
    ['workload.deadline.hours', { deadline: { hours: 0, probability: 1 } }, {}],
    ['workload.deadline.probability', { deadline: { hours: 1, probability: 2 } }, {}],
    ['candidates.one.pricePerHourUnits', {}, { pricePerHourUnits: 0n }],
    ['candidates.one.pricePerHourUnits', {}, { pricePerHourUnits: 2n ** 96n }],
    ['candidates.one.interruptedPricePerHourUnits', {}, { interruptedPricePerHourUnits: -1n }],
    ['candidates.one.speed', {}, { speed: 0 }],
    ['candidates.one.reliability.probability', {}, { reliability: uninterrupted(0, 24) }],
    ['candidates.one.reliability.probability', {}, { reliability: uninterrupted(97, 24) }],
    ['candidates.one.reliability.overHours', {}, { reliability: uninterrupted(0.97, 0) }],
    [
      'candidates.one.reliability.availability',
      {},
      { reliability: { meaning: 'AVAILABILITY', availability: 1.01, meanRepairHours: 1 } },
    ],
    [
      'candidates.one.reliability.meanRepairHours',
      {},
      { reliability: { meaning: 'AVAILABILITY', availability: 0.9, meanRepairHours: 0 } },
    ],
  ];
  it.each(refused)('refuses a senseless %s', (field, workload, candidate) => {
    const offers = [candidateOf('one', 1n, undefined, candidate)];
    expect(() => advise({ ...lora, ...workload }, offers)).toThrow(
      expect.objectContaining({
        code: 'MALFORMED_INPUT',
        facts: expect.objectContaining({ field }),
      }),
    );
  });

  it('refuses no offers, more than it compares, and two of one name', () => {
    const many = Array.from({ length: candidatesMax + 1 }, (_, n) => ({ ...cheap(2), id: `${n}` }));
    for (const offers of [[], many, [cheap(1), cheap(2)]])
      expect(() => advise(lora, offers)).toThrow('MALFORMED_INPUT');
  });
});
