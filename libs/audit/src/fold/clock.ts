import { HOUR_SECONDS } from './constants.js';

/** Which of a rental's prices is charged. The order is the contract's enum. */
export const rates = ['NONE', 'PRICE', 'STORAGE'] as const;
export type Rate = (typeof rates)[number];

/** A clock as the contract stores it. `previous` lasts until `from`; all before it is in `num`, in unit-seconds. */
export interface Clock {
  num: bigint;
  previousFrom: bigint;
  previousRate: Rate;
  from: bigint;
  rate: Rate;
}

/** A clock with what its rates charge per hour, and where it ends. */
export interface Tariff {
  clock: Clock;
  pricePerHour: bigint;
  storagePricePerHour: bigint;
  /** The second from which on nothing is charged. */
  cap: bigint;
}

export type Prices = Pick<Tariff, 'pricePerHour' | 'storagePricePerHour'>;

/** Base units per hour at a rate. */
export function priceAt(rate: Rate, { pricePerHour, storagePricePerHour }: Prices): bigint {
  if (rate === 'NONE') return 0n;
  return rate === 'PRICE' ? pricePerHour : storagePricePerHour;
}

/** Unit-seconds charged up to a second. */
export function unitSecondsAt(tariff: Tariff, second: bigint): bigint {
  const { clock, cap } = tariff;
  const end = least(second, cap);
  const previous = atLeastZero(least(end, clock.from) - clock.previousFrom);
  const current = atLeastZero(end - clock.from);
  const charged =
    priceAt(clock.previousRate, tariff) * previous + priceAt(clock.rate, tariff) * current;
  return clock.num + charged;
}

/** Base units charged up to a second, rounded down once. */
export function grossAt(tariff: Tariff, second: bigint): bigint {
  return unitSecondsAt(tariff, second) / HOUR_SECONDS;
}

/** The last second that the money pays for in full; undefined where it lasts for ever. */
export function solventUntil(clock: Clock, prices: Prices, funded: bigint): bigint | undefined {
  const budget = funded * HOUR_SECONDS - clock.num;
  const previousPrice = priceAt(clock.previousRate, prices);
  const previous = previousPrice * (clock.from - clock.previousFrom);
  if (previous > budget) return clock.previousFrom + budget / previousPrice;
  const price = priceAt(clock.rate, prices);
  return price === 0n ? undefined : clock.from + (budget - previous) / price;
}

export function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}

export function greatest(one: bigint, other: bigint): bigint {
  return one > other ? one : other;
}

function atLeastZero(value: bigint): bigint {
  return greatest(value, 0n);
}
