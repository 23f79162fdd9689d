import type { RentalBook } from './books.js';
import { priceAt, unitSecondsAt, type Rate } from './clock.js';
import { tariffOf } from './books.js';

/** The clock's current segment ends and another begins at `from`; what lay before the current one is closed for good. */
export function turnTo(rental: RentalBook, from: bigint, rate: Rate): void {
  const { clock } = rental;
  const previous = priceAt(clock.previousRate, rental) * (clock.from - clock.previousFrom);
  rental.clock = {
    num: clock.num + previous,
    previousFrom: clock.from,
    previousRate: clock.rate,
    from,
    rate,
  };
  rental.history = true;
  rental.turn += 1;
  noteRate(rental, from, rate);
}

/** Nothing is charged from `since` on, a second of the last two segments. */
export function cutAt(rental: RentalBook, since: bigint): void {
  if (since >= rental.clock.from) {
    turnTo(rental, since, 'NONE');
    return;
  }
  rental.clock = { ...rental.clock, from: since, rate: 'NONE' };
  rental.turn += 1;
  endRuns(rental, since);
}

/** All time up to `second` is closed at the old prices, and goes on at the new ones. */
export function repriceAt(
  rental: RentalBook,
  second: bigint,
  pricePerHour: bigint,
  storagePricePerHour: bigint,
): void {
  const { clock } = rental;
  if (rental.state !== 'RESERVED') {
    const num = unitSecondsAt(tariffOf(rental), second);
    const closed = { ...clock, num, previousFrom: second };
    const begun = clock.from <= second;
    rental.clock = begun ? { ...closed, previousRate: 'NONE', from: second } : closed;
    rental.history = true;
  }
  Object.assign(rental, { pricePerHour, storagePricePerHour, repriced: true });
  rental.turn += 1;
}

/** From `from` on the full price is charged, or is not. */
export function noteRate(rental: RentalBook, from: bigint, rate: Rate): void {
  endRuns(rental, from);
  if (rate === 'PRICE') rental.runs.push({ from, until: undefined });
}

/** The full price was charged until `second` at the latest. */
export function endRuns(rental: RentalBook, second: bigint): void {
  rental.runs = rental.runs
    .map(({ from, until }) => ({
      from,
      until: until === undefined || until > second ? second : until,
    }))
    .filter(({ from, until }) => from < until);
}
