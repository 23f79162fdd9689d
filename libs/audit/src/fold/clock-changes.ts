import type { ArgsOf } from '../log/decode.js';
import { capOf, fundedOf, type Books, type Place, type RentalBook } from './books.js';
import { checkRental, checkState, checkWithin, numbered } from './check.js';
import { greatest, least } from './clock.js';
import { DOWN } from './constants.js';
import { expectMove } from './transaction.js';
import { cutAt, noteRate, repriceAt, turnTo } from './turns.js';

/** The clock starts, at the full price. */
export function rentalStarted(books: Books, place: Place, args: ArgsOf<'RentalStarted'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RESERVED');
  const from = BigInt(args.startedAt);
  checkRental(books, place, rental, 'startedAt', place.at, from);
  checkRental(books, place, rental, 'endsAt', rental.endsAt, BigInt(args.endsAt));
  const deadline = BigInt(rental.order.startDeadline);
  checkWithin(books, place, rental, 'startedAt', [0n, deadline], from);
  const previousFrom = rental.history ? from : rental.clock.previousFrom;
  rental.clock = { ...rental.clock, previousFrom, from, rate: 'PRICE' };
  rental.turn += 1;
  rental.state = 'RUNNING';
  noteRate(rental, from, 'PRICE');
}

/** The full price stops: the machine is down by its provider's or the meter's word, or the renter pauses. */
export function rentalHalted(books: Books, place: Place, args: ArgsOf<'RentalHalted'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  const since = BigInt(args.haltedAt);
  if (args.kind === DOWN) {
    checkState(books, place, rental, 'RUNNING', 'HALTED');
    checkTakenBack(books, place, rental, since, args);
    cutAt(rental, since);
    noteHalt(books, place, rental, since, args);
  } else {
    checkState(books, place, rental, 'RUNNING');
    checkRental(books, place, rental, 'haltedAt', place.at, since);
    checkRental(books, place, rental, 'retroLeft', rental.retroLeft, BigInt(args.retroLeft));
    turnTo(rental, since, 'STORAGE');
    rental.paused = true;
  }
  rental.state = 'HALTED';
}

/** The clock runs at the full price again. */
export function rentalResumed(books: Books, place: Place, args: ArgsOf<'RentalResumed'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'HALTED');
  const from = BigInt(args.resumedAt);
  checkRental(books, place, rental, 'resumedAt', place.at, from);
  checkWithin(books, place, rental, 'resumedAt', [rental.clock.from, capOf(rental)], from);
  turnTo(rental, from, 'PRICE');
  rental.state = 'RUNNING';
  rental.paused = false;
}

/** A better bid gets the slice when the notice is over. */
export function rentalPreempted(books: Books, place: Place, args: ArgsOf<'RentalPreempted'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RUNNING');
  const haltsAt = BigInt(args.haltsAt);
  const noticed = place.at + BigInt(rental.order.offer.noticeSeconds);
  checkRental(books, place, rental, 'haltsAt', noticed, haltsAt);
  const winner = books.rentals.get(args.byNew);
  if (winner !== undefined)
    checkRental(books, place, rental, 'byPrice', winner.pricePerHour, args.byPrice);
  books.preemptions.push({
    rentalId: args.rentalId,
    pricePerHour: rental.pricePerHour,
    byNew: args.byNew,
    byPricePerHour: args.byPrice,
    haltsAt,
    ...place.raw,
  });
  turnTo(rental, haltsAt, 'STORAGE');
  rental.state = 'HALTED';
}

/** Other prices from now on. */
export function rentalRepriced(books: Books, place: Place, args: ArgsOf<'RentalRepriced'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RESERVED', 'RUNNING', 'HALTED');
  const second = BigInt(args.repricedAt);
  checkRental(books, place, rental, 'repricedAt', place.at, second);
  const storageMost = [0n, args.pricePerHour] as const;
  checkWithin(books, place, rental, 'storagePricePerHour', storageMost, args.storagePricePerHour);
  repriceAt(rental, second, args.pricePerHour, args.storagePricePerHour);
}

/** The provider ends the rental after its notice. */
export function noticeGiven(books: Books, place: Place, args: ArgsOf<'NoticeGiven'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RUNNING', 'HALTED');
  const endsAt = BigInt(args.endsAt);
  const noticed = place.at + BigInt(rental.order.offer.noticeSeconds);
  checkRental(books, place, rental, 'endsAt', noticed, endsAt);
  checkWithin(books, place, rental, 'endsAt', [0n, rental.endsAt - 1n], endsAt);
  rental.endsAt = endsAt;
  rental.noticed = true;
}

/** Another latest end: the renter's within the offer, or both parties'. Either takes a notice back. */
export function rentalExtended(books: Books, place: Place, args: ArgsOf<'RentalExtended'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RUNNING', 'HALTED');
  const endsAt = BigInt(args.endsAt);
  checkWithin(books, place, rental, 'endsAt', [place.at + 1n, 2n ** 32n - 1n], endsAt);
  rental.endsAt = endsAt;
  rental.noticed = false;
}

/** More money: what has been earned does not change. */
export function rentalToppedUp(books: Books, place: Place, args: ArgsOf<'RentalToppedUp'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RESERVED', 'RUNNING', 'HALTED');
  checkRental(books, place, rental, 'funded', fundedOf(rental) + args.amount, args.funded);
  expectMove(books, place, rental.order.offer.token, args.from, -args.amount);
  if (!rental.history) rental.clock = { ...rental.clock, previousFrom: rental.clock.from };
  rental.history = true;
  rental.toppedUp += args.amount;
}

interface TakenBack {
  seq: number;
  retroLeft: number;
  evidenceRoot: `0x${string}`;
}

/**
 * Holds that a word about the past takes back no more than its window, its budget and the clock's memory allow, and that
 * what it takes is what it is charged with.
 */
export function checkTakenBack(
  books: Books,
  place: Place,
  rental: RentalBook,
  since: bigint,
  { retroLeft }: Pick<TakenBack, 'retroLeft'>,
): void {
  const { clock, history, order } = rental;
  const cap = least(place.at, capOf(rental));
  const billedEnd = clock.rate === 'NONE' ? least(cap, clock.from) : cap;
  const remembered = history ? clock.previousFrom : clock.from;
  const windowStart = place.at - BigInt(order.offer.window);
  const earliest = greatest(greatest(windowStart, billedEnd - rental.retroLeft), remembered);
  const upTo = greatest(earliest, billedEnd);
  checkWithin(books, place, rental, 'since', [earliest, upTo], since);
  const left = rental.retroLeft - (billedEnd - since);
  checkRental(books, place, rental, 'retroLeft', left, BigInt(retroLeft));
  rental.retroLeft = BigInt(retroLeft);
}

/** Writes down that a clock was stopped on somebody's word. */
export function noteHalt(
  books: Books,
  place: Place,
  rental: RentalBook,
  haltedAt: bigint,
  { seq, evidenceRoot }: Pick<TakenBack, 'seq' | 'evidenceRoot'>,
): void {
  const { id, order } = rental;
  const { meter, provider } = order.offer;
  const said = { saidAt: place.at, evidenceRoot, ...place.raw };
  books.halts.push({ rentalId: id, seq, meter, provider, haltedAt, ...said });
}
