import type { Tier } from '../listing/listing.js';
import { dalyHours, stretchesOf, youngHours } from './checkpoints.js';
import type { Deadline, Workload } from './workload.js';
import { interruptionsPerHour, type Reliability } from './reliability.js';
import { meanRun, undisturbed, type Run } from './stretches.js';
import { probabilityWithin } from './within-limit.js';

/** An offer that a workload could run on. */
export interface Candidate {
  /** Names it in the answer. */
  id: string;
  pricePerHourUnits: bigint;
  /** What an hour costs while it is interrupted: nothing where it is down, the storage price where it is preempted. */
  interruptedPricePerHourUnits: bigint;
  tier: Tier | undefined;
  /** How much work it does in an hour: 1 as the workload's hours were meant, 2 does them in half. */
  speed: number;
  /** Undefined: not known yet. */
  reliability: Reliability | undefined;
}

/** What a workload on an offer is expected to cost and to take, under one reliability. */
export interface Outlook {
  reliability: Reliability;
  interruptionsPerHour: number;
  /** The probability that nothing interrupts it. */
  undisturbed: number;
  /** Undefined where the workload is not expected to end within 100 years of trying: the money and the hours neither. */
  expected: Expected | undefined;
  checkpoints: CheckpointPlan | undefined;
  /** The probability of the result by the deadline; undefined where there is none. */
  inTime: number | undefined;
  /** The probability that it costs no more than the budget; undefined where there is none. */
  inBudget: number | undefined;
}

export interface Expected {
  /** Hours that are billed: work, lost work, checkpoints and restarts. */
  billedHours: number;
  interruptions: number;
  /** From now to the result. */
  hours: number;
  /** Rounded up. */
  costUnits: bigint;
  /** What waiting so long is worth. Rounded up. */
  waitingUnits: bigint;
  /** Both together: what offers are ordered by. */
  totalUnits: bigint;
}

/** How often the state is saved, and what the formulas say. */
export interface CheckpointPlan {
  /** Hours of work between two. */
  everyHours: number;
  count: number;
  /** By Young (1974) and by Daly (2006) for work without end; undefined where nothing ever interrupts. */
  youngHours: number | undefined;
  dalyHours: number | undefined;
}

/** A workload that takes longer in the mean does not end. */
export const hoursMax = 876_000;

/** The workload's run on this offer. */
export function runOf(workload: Workload, candidate: Candidate, reliability: Reliability): Run {
  const rate = interruptionsPerHour(reliability);
  const run = {
    rate,
    restartHours: workload.restartHours,
    downHours: downHours(workload, reliability),
  };
  const workHours = workload.workHours / candidate.speed;
  return { ...run, stretches: stretchesOf(workHours, workload.checkpoints, run) };
}

/** The shorter of waiting for the repair and finding another machine, in the mean. */
function downHours(workload: Workload, reliability: Reliability): number {
  return reliability.meaning === 'AVAILABILITY'
    ? Math.min(reliability.meanRepairHours, workload.replacementHours)
    : workload.replacementHours;
}

/** What to expect of a workload on an offer under this reliability. A replacement is taken to be an offer like it. */
export function outlookOf(
  workload: Workload,
  candidate: Candidate,
  reliability: Reliability,
): Outlook {
  const run = runOf(workload, candidate, reliability);
  return {
    reliability,
    interruptionsPerHour: run.rate,
    undisturbed: undisturbed(run),
    expected: expectedOf(workload, candidate, run),
    checkpoints: planOf(workload, workload.workHours / candidate.speed, run),
    inTime:
      workload.deadline && probabilityWithin(run, workload.deadline.hours, { running: 1, down: 1 }),
    inBudget:
      workload.budgetUnits === undefined
        ? undefined
        : probabilityWithin(run, Number(workload.budgetUnits), {
            running: Number(candidate.pricePerHourUnits),
            down: Number(candidate.interruptedPricePerHourUnits),
          }),
  };
}

/** The probability of the result by the deadline. */
export function inTime(run: Run, { hours }: Deadline): number {
  return probabilityWithin(run, hours, { running: 1, down: 1 });
}

function expectedOf(workload: Workload, candidate: Candidate, run: Run): Expected | undefined {
  const { runHours, interruptions, hours } = meanRun(run);
  if (!(hours <= hoursMax)) return undefined;
  const costUnits =
    priceOf(candidate.pricePerHourUnits, runHours) +
    priceOf(candidate.interruptedPricePerHourUnits, hours - runHours);
  const waitingUnits = priceOf(workload.hourValueUnits, hours);
  const totalUnits = costUnits + waitingUnits;
  return { billedHours: runHours, interruptions, hours, costUnits, waitingUnits, totalUnits };
}

/**
 * The same total as a number, for finding where two offers cost the same. Money that is shown is never made of it.
 * Infinite where the workload does not end.
 */
export function totalOf(
  workload: Workload,
  candidate: Candidate,
  reliability: Reliability,
): number {
  const { runHours, hours } = meanRun(runOf(workload, candidate, reliability));
  if (!(hours <= hoursMax)) return Infinity;
  return (
    Number(candidate.pricePerHourUnits) * runHours +
    Number(candidate.interruptedPricePerHourUnits) * (hours - runHours) +
    Number(workload.hourValueUnits) * hours
  );
}

const partsPerHour = 1_000_000_000n;

/** The price of so many hours: hours to the nearest 10⁻⁹ (4 µs), then up to a whole unit. */
function priceOf(pricePerHourUnits: bigint, hours: number): bigint {
  const parts = BigInt(Math.round(hours * Number(partsPerHour)));
  return (pricePerHourUnits * parts + partsPerHour - 1n) / partsPerHour;
}

function planOf(workload: Workload, workHours: number, run: Run): CheckpointPlan | undefined {
  const { checkpoints } = workload;
  if (checkpoints === undefined) return undefined;
  const { writeHours, everyHours } = checkpoints;
  const stretches = run.stretches.reduce((sum, { count }) => sum + count, 0);
  const between = run.rate === 0 ? undefined : 1 / run.rate;
  return {
    everyHours: everyHours ?? workHours / stretches,
    count: stretches - 1,
    youngHours: between && youngHours(writeHours, between),
    dalyHours: between && dalyHours(writeHours, between),
  };
}
