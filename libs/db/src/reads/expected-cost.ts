import { stretchesOf, type Usage, type Workload } from '@gpuflow/domain';
import type { Values } from '../statement.js';

/** What a job loses when it is interrupted. */
export type Interruptions = Pick<Workload, 'restartHours' | 'checkpoints'>;

/** Where no reliability is known, it may be as low as this: as the advisor takes it. */
const reliabilityLeast = 0.05;
/** Of P(no interruption in 24 h): 0 would never end. */
const reliabilityMin = 0.001;
const known = `greatest(coalesce(l.reliability, ${reliabilityLeast}), ${reliabilityMin})`;
/** Interruptions of the listing `l` per hour. */
const rate = `(-ln(${known}) / 24)`;

/** What is beyond it ends in no lifetime. The highest price of so many hours is still a float. */
const exponentMax = 500;
/** e^x − 1, with all its digits where x is small. */
const expm1 = (x: string) => `(2 * exp((${x}) / 2) * sinh((${x}) / 2))`;
/** Hours of running, times λ, that so many stretches take, `hours` being times λ as well. */
const runOf = (count: string, hours: string) =>
  `(${count}) * ${expm1(`least(${hours}, ${exponentMax})`)}`;

/**
 * Hours of the listing `l` that are billed in the mean, as `meanRun` of the advisor has them (Daly 2006): with λ = −ln P ÷ 24
 * interruptions per hour, a stretch of `a` hours takes e^(λR) (e^(λa) − 1) ÷ λ. A job is one stretch, or stretches between
 * checkpoints: at an interval, or as it is best for the λ of each listing.
 */
export function billedHours(
  { seconds }: Usage,
  { restartHours, checkpoints }: Interruptions,
  values: Values,
): string {
  const workHours = seconds / 3_600;
  const hours = (value: number) => values.add(value, 'float8');
  const nothingHappens = { rate: 0, restartHours, downHours: 0 };
  const stretches = stretchesOf(workHours, checkpoints, nothingHappens);
  const run =
    checkpoints && checkpoints.everyHours === undefined
      ? bestRun(hours(workHours), hours(checkpoints.writeHours))
      : stretches.map((each) => runOf(`${each.count}`, `${rate} * ${hours(each.hours)}`)).join('+');
  const undisturbed = stretches.reduce((sum, each) => sum + each.count * each.hours, 0);
  return `(case when ${known} >= 1 then ${hours(undisturbed)}
    else exp(${rate} * ${hours(restartHours)}) * (${run}) / ${rate} end)`;
}

/**
 * The least run of one stretch, and of the whole numbers beside the one at which one more changes nothing: `levelCount` of
 * the domain. OFFSET 0 has each step computed once, where the planner would write it out wherever its columns are named.
 */
function bestRun(workHours: string, writeHours: string): string {
  const start = `select *, -${expm1('-d')} as k, ${within(dalyInterval)} as x
    from (select ${rate} * ${workHours} as a, ${rate} * ${writeHours} as d, ${rate} / 3600 as second offset 0) times`;
  const runs = ['1', 'floor(a / x)', 'ceil(a / x)'].map(
    (count) => `${runOf(`${count} - 1`, `a / ${count} + d`)} + ${runOf('1', `a / ${count}`)}`,
  );
  return `select least(${runs.join(', ')}) from (${step(step(step(start)))} offset 0) cut`;
}

/** A second of work at least lies between two checkpoints, and all of it at most. */
const within = (x: string) => `least(a, greatest(second, ${x}))`;
/** `dalyHours` of the domain, times λ. */
const dalyInterval = `case when d < 2 then sqrt(2 * d) * (1 + sqrt(d / 2) / 3 + d / 18) - d else 1 end`;

/** One of Newton's steps towards the best `x`, a stretch's work times λ. */
function step(from: string): string {
  const above = 'k * x * x / a - (x + e) + k * (e + 1)';
  const slope = '(2 * k * x / a + e - k * (e + 1))';
  const next = `case when ${slope} < 0 then ${within(`x - (${above}) / ${slope}`)} else a end`;
  return `select a, d, second, k, ${next} as x
    from (select *, ${expm1(`-least(x, ${exponentMax})`)} as e from (${from} offset 0) at offset 0) step`;
}
