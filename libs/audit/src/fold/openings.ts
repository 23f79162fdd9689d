import type { ArgsOf, Offer, Order } from '../log/decode.js';
import { offerDigest, orderDigest } from '../log/digests.js';
import type { Books, Place, RentalBook } from './books.js';
import { check, checkRental, checkState, checkWithin, find, rentalSubject } from './check.js';
import { expectMove } from './transaction.js';

/** A rental begins: of the terms that its id is the digest of, under the rules in force. */
export function rentalOpened(books: Books, place: Place, args: ArgsOf<'RentalOpened'>): void {
  const { rentalId, order, seq } = args;
  const rental = openedFrom(args);
  if (isKnown(books, rentalId)) {
    const about = {
      code: 'WRONG_STATE',
      subject: rentalSubject(rentalId),
      field: 'state',
    } as const;
    find(books, place, { ...about, expected: 'NONE', found: 'opened before' });
    return;
  }
  books.rentals.set(rentalId, rental);
  expectMove(books, place, order.offer.token, order.renter, -order.deposit);
  checkRental(books, place, rental, 'seq', 1, seq);
  checkRental(books, place, rental, 'rentalId', orderDigest(books, order), rentalId);
  checkRental(books, place, rental, 'renter', order.renter, args.renter);
  checkRental(books, place, rental, 'provider', order.offer.provider, args.provider);
  checkTerms(books, place, rental);
  if (books.alone) return;
  checkRules(books, place, rental, order);
  checkOffer(books, place, rental);
}

/** Its deposit came past the renter's balance. */
export function rentalFunded(books: Books, place: Place, args: ArgsOf<'RentalFunded'>): void {
  const rental = books.rentals.get(args.rentalId);
  if (rental === undefined) return;
  const { order } = rental;
  checkRental(books, place, rental, 'amount', order.deposit, args.amount);
  expectMove(books, place, order.offer.token, order.renter, args.amount);
}

/** The renter took its order back before anybody opened it. */
export function orderCancelled(books: Books, place: Place, args: ArgsOf<'OrderCancelled'>): void {
  const rental = books.rentals.get(args.rentalId);
  if (rental !== undefined) checkState(books, place, rental, 'NONE');
  books.cancelledOrders.add(args.rentalId);
}

export function offerCancelled(books: Books, _place: Place, args: ArgsOf<'OfferCancelled'>): void {
  books.cancelledOffers.add(args.offerHash);
}

/** Everything that an owner signed under an earlier number is void. */
export function counterIncremented(
  books: Books,
  place: Place,
  { owner, counter }: ArgsOf<'CounterIncremented'>,
): void {
  const about = { subject: `owner ${owner}`, field: 'counter', code: 'MISSING_LOG' } as const;
  check(books, place, about, (books.counters.get(owner) ?? 0n) + 1n, counter);
  books.counters.set(owner, counter);
}

function isKnown(books: Books, rentalId: ArgsOf<'RentalOpened'>['rentalId']): boolean {
  return books.rentals.has(rentalId) || books.cancelledOrders.has(rentalId);
}

function openedFrom({ rentalId, order, seq }: ArgsOf<'RentalOpened'>): RentalBook {
  return {
    id: rentalId,
    order,
    broken: false,
    seq,
    state: 'RESERVED',
    claimed: 0n,
    clock: { num: 0n, previousFrom: 0n, previousRate: 'NONE', from: 0n, rate: 'NONE' },
    endsAt: BigInt(order.maxEnd),
    retroLeft: BigInt(order.offer.retroBudget),
    turn: 0,
    history: false,
    repriced: false,
    noticed: false,
    paused: false,
    pricePerHour: order.pricePerHour,
    storagePricePerHour: order.offer.storagePricePerHour,
    toppedUp: 0n,
    toProvider: 0n,
    fees: 0n,
    refunded: 0n,
    runs: [],
  };
}

/** The order keeps to its offer, to the fee in force, and to the time. */
function checkTerms(books: Books, place: Place, rental: RentalBook): void {
  const { order } = rental;
  const { offer } = order;
  const within = (field: string, bounds: readonly [bigint, bigint], value: number | bigint) =>
    checkWithin(books, place, rental, field, bounds, BigInt(value));
  const most = 2n ** 96n;
  within('pricePerHour', [offer.pricePerHour, most], order.pricePerHour);
  within('storagePricePerHour', [0n, offer.pricePerHour], offer.storagePricePerHour);
  within('validUntil', [place.at, most], order.validUntil);
  within('offer.validUntil', [place.at, most], offer.validUntil);
  within('startDeadline', [place.at, place.at + BigInt(offer.startWithin)], order.startDeadline);
  within('maxEnd', [BigInt(order.startDeadline) + 1n, BigInt(offer.availableUntil)], order.maxEnd);
  within('feeBps', [0n, BigInt(offer.maxFeeBps)], order.feeBps);
}

/** What governance had decided by then. */
function checkRules(books: Books, place: Place, rental: RentalBook, order: Order): void {
  const { offer } = order;
  if (books.feeBps !== undefined)
    checkRental(books, place, rental, 'feeBps', books.feeBps, order.feeBps);
  checkRental(books, place, rental, 'token listed', true, books.listed.has(offer.token));
  checkRental(books, place, rental, 'meter revoked', false, books.revokedMeters.has(offer.meter));
  const paused = place.at < books.entryPausedUntil;
  checkRental(books, place, rental, 'entry paused', false, paused);
}

/** The offer was not taken back, nor used more often than it allows. */
function checkOffer(books: Books, place: Place, rental: RentalBook): void {
  const { order } = rental;
  const { offer } = order;
  const hash = offerDigest(books, offer);
  const uses = (books.offerUses.get(hash) ?? 0) + 1;
  books.offerUses.set(hash, uses);
  const used = offer.maxUses === 0 ? 0 : uses;
  checkWithin(books, place, rental, 'offer uses', [0n, BigInt(offer.maxUses)], BigInt(used));
  checkRental(books, place, rental, 'offer cancelled', false, books.cancelledOffers.has(hash));
  checkCounter(books, place, rental, 'offer.counter', offer.provider, offer);
  checkCounter(books, place, rental, 'counter', order.renter, order);
}

function checkCounter(
  books: Books,
  place: Place,
  rental: RentalBook,
  field: string,
  owner: Offer['provider'],
  { counter }: { counter: bigint },
): void {
  checkRental(books, place, rental, field, books.counters.get(owner) ?? 0n, counter);
}
