import {
  entriesOf,
  minimumColumns,
  versionColumns,
  type ListingFilter,
} from '../reads/listing-filter.js';
import { priceParts, type ColumnStore } from './column-store.js';

/** Keeps, of the places in `among`, those that it holds for, in their order, at its beginning. Answers how many. */
export type Condition = (among: Uint32Array, count: number) => number;

/** The clocks that conditions are judged by: the chain's in seconds, and ours. */
export interface Moment {
  chainNow: number;
  now: Date;
}

const dayMs = 86_400_000;

/**
 * The conditions of a filter but for model, country and tier. Each narrows a list of
 * places in one loop over one column, the sharpest first (selection vectors: Boncz et al. 2005, MonetDB/X100).
 */
export function conditionsOn(
  store: ColumnStore,
  filter: ListingFilter,
  moment: Moment,
): Condition[] {
  const is = (name: string, want: string | undefined) =>
    want === undefined ? [] : [coded(store, name, (text) => text === want)];
  const { available, online, providerAgeDaysMin: days, regions, seconds } = filter;
  const { chainNow, now } = moment;
  return [
    ...is('provider', filter.provider),
    ...(regions
      ? [coded(store, 'regions', (text) => text !== null && regions.includes(text))]
      : []),
    ...is('class', filter.class),
    ...is('available', available?.toString()),
    ...priceConditions(store, filter),
    ...minimumConditions(store, filter),
    ...versionConditions(store, filter),
    ...is('online', online?.toString()),
    ...is('token', filter.token),
    ...(days === undefined ? [] : [atMost(store, 'providerSinceMs', now.getTime() - days * dayMs)]),
    ...(seconds === undefined ? [] : [atLeast(store, 'availableUntil', chainNow + seconds)]),
    atLeast(store, 'validUntil', chainNow),
  ];
}

/** The places of all listings for which all conditions hold. */
export function selectPlaces(store: ColumnStore, conditions: readonly Condition[]): Uint32Array {
  const places = new Uint32Array(store.size);
  for (let place = 0; place < places.length; place += 1) places[place] = place;
  let count = places.length;
  for (const condition of conditions) count = condition(places, count);
  return places.subarray(0, count);
}

function minimumConditions(store: ColumnStore, filter: ListingFilter): Condition[] {
  const bounds = [
    ...entriesOf(minimumColumns).map(([name]) => [name, filter[name]] as const),
    ['rentalsCompleted', filter.rentalsCompletedMin] as const,
  ];
  return bounds.flatMap(([name, bound]) =>
    bound === undefined ? [] : [atLeast(store, name, bound)],
  );
}

function versionConditions(store: ColumnStore, filter: ListingFilter): Condition[] {
  return entriesOf(versionColumns).flatMap(([name]) => {
    const min = filter[name];
    return min === undefined ? [] : [coded(store, name, (text) => !isBelow(versionIn(text), min))];
  });
}

/** `{12,8}` */
function versionIn(text: string | null): number[] {
  return (text ?? '{}').slice(1, -1).split(',').filter(Boolean).map(Number);
}

/** As PostgreSQL compares arrays: number by number, and where one ends first, it is below. */
function isBelow(version: readonly number[], min: readonly number[]): boolean {
  for (const [index, bound] of min.entries()) {
    const number = version[index];
    if (number !== bound) return number === undefined || number < bound;
  }
  return false;
}

function atLeast(store: ColumnStore, name: string, bound: number): Condition {
  return bounded(store, name, bound, 1);
}

function atMost(store: ColumnStore, name: string, bound: number): Condition {
  return bounded(store, name, bound, -1);
}

/** Numbers at the bound, and those on one side of it: above (1) or below (-1). */
function bounded(store: ColumnStore, name: string, bound: number, side: 1 | -1): Condition {
  const column = store.numbers(name);
  return (among, count) => {
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      const place = among[index] ?? 0;
      among[kept] = place;
      kept += ((column[place] ?? 0) - bound) * side >= 0 ? 1 : 0;
    }
    return kept;
  };
}

function coded(
  store: ColumnStore,
  name: string,
  passes: (text: string | null) => boolean,
): Condition {
  const column = store.codes(name);
  const mask = store.dictionary(name).mask(passes);
  return (among, count) => {
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      const place = among[index] ?? 0;
      among[kept] = place;
      kept += mask[column[place] ?? 0] ?? 0;
    }
    return kept;
  };
}

function priceConditions(store: ColumnStore, filter: ListingFilter): Condition[] {
  const { pricePerHourMinUnits: min, pricePerHourMaxUnits: max } = filter;
  return [
    ...(min === undefined ? [] : [priced(store, min, 1)]),
    ...(max === undefined ? [] : [priced(store, max, -1)]),
  ];
}

/** Prices at the bound, and those on one side of it: above (1) or below (-1). */
function priced(store: ColumnStore, bound: bigint, side: 1 | -1): Condition {
  const [high, low] = priceParts(bound);
  const { priceHigh, priceLow } = store;
  return (among, count) => {
    let kept = 0;
    for (let index = 0; index < count; index += 1) {
      const place = among[index] ?? 0;
      const away = ((priceHigh[place] ?? 0) - high) * side;
      among[kept] = place;
      kept += away > 0 || (away === 0 && ((priceLow[place] ?? 0) - low) * side >= 0) ? 1 : 0;
    }
    return kept;
  };
}
