import type { Usage } from '@gpuflow/domain';
import type { Values } from '../statement.js';

/**
 * What comes first. PRICE: the cheapest by the hour. ALL_IN_PRICE: the cheapest for a use of disk, hours and traffic. VALUE:
 * the most tensor throughput for its price. RELIABILITY: the surest, unknown last. EXPECTED_COST: the cheapest with the
 * work that interruptions are expected to cost.
 */
export const listingSorts = [
  'PRICE',
  'ALL_IN_PRICE',
  'VALUE',
  'RELIABILITY',
  'EXPECTED_COST',
] as const;
export type ListingSort = (typeof listingSorts)[number];

/** What a job loses when it is interrupted. */
export interface Interruptions {
  /** From an instance that answers to work that goes on where it was. Billed. */
  restartHours: number;
  /** Undefined: an interruption loses all work. */
  checkpoints: { everyHours: number; writeHours: number } | undefined;
}

/** What listings are ordered by, and priced for. */
export interface ListingOrder {
  sort: ListingSort;
  usage: Usage;
  interruptions: Interruptions;
}

/** A key to order by: ascending or descending, ties by id in the same direction, so that one index has both. */
export interface SortKey {
  sql: string;
  type: 'numeric' | 'float8';
  descending: boolean;
}

export function sortKeyOf({ sort, usage, interruptions }: ListingOrder, values: Values): SortKey {
  switch (sort) {
    case 'PRICE':
      return { sql: 'l.price_per_hour_units', type: 'numeric', descending: false };
    case 'ALL_IN_PRICE':
      return { sql: allInUnits(usage, values), type: 'numeric', descending: false };
    case 'VALUE':
      return { sql: value, type: 'float8', descending: true };
    case 'RELIABILITY':
      return { sql: reliability, type: 'float8', descending: true };
    case 'EXPECTED_COST':
      return { sql: expectedCost(usage, interruptions, values), type: 'float8', descending: false };
  }
}

/** As in the index `listings_by_value`. */
const value = `(l.tensor_tflops / l.price_per_hour_units::float8)`;
/** As in the index `listings_by_reliability`. */
const reliability = `coalesce(l.reliability, -1)`;

/** `allInPrice` of the domain, for the listing `l`: what the Order charges by the hour. */
export function allInPricePerHour(usage: Usage, values: Values): string {
  const seconds = values.add(usage.seconds, 'numeric');
  const disk = values.add(usage.diskGb, 'int');
  const up = values.add(usage.upGb, 'numeric');
  const down = values.add(usage.downGb, 'numeric');
  const traffic = `(${up} * l.up_price_per_gb_units + ${down} * l.down_price_per_gb_units) * 3600`;
  return `(l.price_per_hour_units
    + greatest(0, ${disk} - l.included_disk_gb) * l.disk_price_per_gb_hour_units
    + div(${traffic} + ${seconds} - 1, ${seconds}))`;
}

/** `allInPrice` of the domain, for the listing `l`: what moves on chain for the seconds asked for. */
export function allInUnits(usage: Usage, values: Values): string {
  const pricePerHour = allInPricePerHour(usage, values);
  return `div(${pricePerHour} * ${values.add(usage.seconds, 'numeric')}, 3600)`;
}

/** Where no reliability is known, it may be as low as this: as the advisor takes it. */
const reliabilityLeast = 0.05;
/** Of P(no interruption in 24 h): 0 would never end, and e^700 is near the largest float. */
const reliabilityMin = 0.001;
const exponentMax = 700;

/**
 * The all-in price of the hours that are billed in the mean, as `meanRun` of the advisor has it (Daly 2006): with
 * λ = −ln P ÷ 24 interruptions per hour, a stretch of `a` hours takes e^(λR) (e^(λa) − 1) ÷ λ. A job is one stretch, or
 * stretches between checkpoints.
 */
function expectedCost(usage: Usage, { restartHours, checkpoints }: Interruptions, values: Values) {
  const price = allInPricePerHour(usage, values);
  const known = `greatest(coalesce(l.reliability, ${reliabilityLeast}), ${reliabilityMin})`;
  const rate = `(-ln(${known}) / 24)`;
  const restart = values.add(restartHours, 'float8');
  const each = (hours: string) => `case when ${known} >= 1 then ${hours} else
    exp(${rate} * ${restart}) * (exp(least(${rate} * ${hours}, ${exponentMax})) - 1) / ${rate} end`;
  const run = stretches(usage, checkpoints).map(
    ({ count, hours }) => `${count} * (${each(values.add(hours, 'float8'))})`,
  );
  return `(${price}::float8 * (${run.join(' + ')}))`;
}

function stretches({ seconds }: Usage, checkpoints: Interruptions['checkpoints']) {
  const workHours = seconds / 3_600;
  if (checkpoints === undefined) return [{ count: 1, hours: workHours }];
  const { everyHours, writeHours } = checkpoints;
  const full = Math.max(0, Math.ceil(workHours / everyHours) - 1);
  const last = { count: 1, hours: workHours - full * everyHours };
  return full === 0 ? [last] : [{ count: full, hours: everyHours + writeHours }, last];
}
