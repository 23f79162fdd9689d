import { cheap, lora, reliable, saving, uninterrupted } from '../fixture/advice.js';
import { meanOf, play, seeded } from '../fixture/simulated-run.js';
import { outlookOf, runOf, type Candidate } from './outlook.js';
import type { Reliability } from './reliability.js';
import type { Workload } from './workload.js';

const seed = Number(process.env.SEED ?? 20_260_212);
const plays = 20_000;
process.stdout.write(`simulation seed ${seed}\n`);

const available: Reliability = { meaning: 'AVAILABILITY', availability: 0.9, meanRepairHours: 0.5 };
const preempted = { ...cheap(2), interruptedPricePerHourUnits: 50_000n };

// Deadlines and budgets that some runs keep and others do not.
const cases: [string, Workload, Candidate, Reliability, number, number][] = [
  ['the cheap offer', lora, cheap(2), uninterrupted(0.97, 2), 3, 1.0],
  ['the reliable offer', lora, reliable(2), uninterrupted(0.99, 2), 2.6, 1.2],
  ['a bad machine', lora, cheap(2), uninterrupted(0.3, 2), 5, 1.5],
  [
    'checkpoints as often as is best',
    { ...lora, checkpoints: saving },
    cheap(2),
    uninterrupted(0.3, 2),
    3,
    1.0,
  ],
  ['a preempted machine that is paid for', lora, preempted, uninterrupted(0.4, 2), 4, 1.4],
  [
    'a day with checkpoints by the hour',
    { ...lora, workHours: 24, checkpoints: { writeHours: 1 / 60, everyHours: 1 } },
    cheap(2),
    uninterrupted(0.8, 2),
    27.5,
    10.4,
  ],
  ['a machine that is repaired', { ...lora, replacementHours: 2 }, cheap(2), available, 4, 1.2],
];

describe.each(cases)(
  '%s, played 20,000 times',
  (_name, workload, candidate, reliability, hours, money) => {
    const budgetUnits = BigInt(money * 1e6);
    const asked = { ...workload, deadline: { hours, probability: 0.9 }, budgetUnits };
    const outlook = outlookOf(asked, candidate, reliability);
    const run = runOf(asked, candidate, reliability);
    const random = seeded(seed);
    const samples = Array.from({ length: plays }, () => {
      const played = play(run, random);
      const down = played.hours - played.runHours;
      const price = Number(candidate.pricePerHourUnits);
      const units = price * played.runHours + Number(candidate.interruptedPricePerHourUnits) * down;
      return { ...played, units, undisturbed: Number(played.interruptions === 0) };
    });

    /** Within four standard errors of the mean, and of what the formula itself leaves open. */
    const agrees = (figure: number | undefined, values: number[], open = 0) => {
      const { mean, error } = meanOf(values);
      expect(Math.abs(Number(figure) - mean)).toBeLessThan(4 * error + open);
    };

    it('takes and costs as much as expected', () => {
      agrees(
        outlook.expected?.billedHours,
        samples.map(({ runHours }) => runHours),
      );
      agrees(
        outlook.expected?.hours,
        samples.map((played) => played.hours),
      );
      agrees(
        outlook.expected?.interruptions,
        samples.map(({ interruptions }) => interruptions),
      );
      agrees(
        Number(outlook.expected?.costUnits),
        samples.map(({ units }) => units),
        1,
      );
      agrees(
        outlook.undisturbed,
        samples.map(({ undisturbed }) => undisturbed),
      );
    });

    it('keeps deadline and budget as often as expected', () => {
      agrees(
        outlook.inTime,
        samples.map((played) => Number(played.hours <= hours)),
        0.003,
      );
      agrees(
        outlook.inBudget,
        samples.map(({ units }) => Number(units <= money * 1e6)),
        0.003,
      );
    });
  },
);
