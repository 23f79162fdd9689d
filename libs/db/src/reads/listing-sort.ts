import type { Usage } from '@gpuflow/domain';
import type { Values } from '../statement.js';
import { billedHours, type Interruptions } from './expected-cost.js';

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

/** The all-in price of the hours that are billed in the mean, for the listing `l`. */
function expectedCost(usage: Usage, interruptions: Interruptions, values: Values): string {
  const hours = billedHours(usage, interruptions, values);
  return `(${allInPricePerHour(usage, values)}::float8 * ${hours})`;
}
