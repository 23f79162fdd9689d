import type { ArgsOf } from '../log/decode.js';
import type { Finding } from '../finding.js';
import { capOf, fundedOf, tariffOf, type Books, type Place, type RentalBook } from './books.js';
import { check, checkRental, checkState, checkWithin, numbered, rentalSubject } from './check.js';
import { checkTakenBack, noteHalt } from './clock-changes.js';
import { grossAt, least } from './clock.js';
import { FEE_PARTS } from './constants.js';
import { agreed, expectMove, unlessAgreed } from './transaction.js';
import { endRuns } from './turns.js';

/** The order is the contract's enum. */
const closeReasons = ['SETTLED', 'CANCELLED', 'DECLINED', 'EXPIRED', 'AGREED'] as const;
type CloseReason = (typeof closeReasons)[number];

/** The clock stands still; what the rental did not use goes back. */
export function rentalStopped(books: Books, place: Place, args: ArgsOf<'RentalStopped'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RUNNING', 'HALTED');
  const endedAt = BigInt(args.endedAt);
  const latest = least(place.at, capOf(rental));
  checkWithin(books, place, rental, 'endedAt', [0n, latest], endedAt);
  const gross = grossAt(tariffOf(rental), endedAt);
  checkRental(books, place, rental, 'gross', gross, args.gross);
  checkRental(books, place, rental, 'refund', fundedOf(rental) - gross, args.refund);
  if (endedAt < latest) expectAgreement(books, place, rental, 'endedAt', latest, endedAt);
  endAt(rental, endedAt);
  refundTo(books, place, rental, args.refund);
}

/** By the meter's word it had ended earlier. */
export function rentalTrimmed(books: Books, place: Place, args: ArgsOf<'RentalTrimmed'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'ENDED');
  const endedAt = BigInt(args.endedAt);
  checkTakenBack(books, place, rental, endedAt, args);
  const before = grossAt(tariffOf(rental), rental.endsAt);
  rental.clock = { ...rental.clock, from: least(rental.clock.from, endedAt) };
  endAt(rental, endedAt);
  const gross = grossAt(tariffOf(rental), endedAt);
  checkRental(books, place, rental, 'gross', gross, args.gross);
  checkRental(books, place, rental, 'refund', before - gross, args.refund);
  refundTo(books, place, rental, args.refund);
  noteHalt(books, place, rental, endedAt, args);
}

/** Provider and platform are credited with what nobody can take back any more. */
export function settled(books: Books, place: Place, args: ArgsOf<'Settled'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  checkState(books, place, rental, 'RUNNING', 'HALTED', 'ENDED');
  const { token, provider, window } = rental.order.offer;
  const vested = grossAt(tariffOf(rental), place.at - BigInt(window));
  if (args.claimed !== vested)
    expectAgreement(books, place, rental, 'claimed', vested, args.claimed);
  checkShares(books, place, rental, args);
  rental.claimed = args.claimed;
  rental.toProvider += args.toProvider;
  rental.fees += args.fee;
  books.fees.set(token, (books.fees.get(token) ?? 0n) + args.fee);
  expectMove(books, place, token, provider, args.toProvider);
}

/** Nothing moves any more. */
export function rentalClosed(books: Books, place: Place, args: ArgsOf<'RentalClosed'>): void {
  const rental = numbered(books, place, args.rentalId, args.seq);
  if (rental === undefined) return;
  const reason = closeReasons[args.reason];
  checkRental(books, place, rental, 'reason', true, reason !== undefined);
  if (reason !== undefined) checkClosing(books, place, rental, reason, args.refund);
  rental.state = 'CLOSED';
  refundTo(books, place, rental, args.refund);
}

function checkClosing(
  books: Books,
  place: Place,
  rental: RentalBook,
  reason: CloseReason,
  refund: bigint,
): void {
  if (reason !== 'SETTLED' && reason !== 'AGREED') {
    checkState(books, place, rental, 'RESERVED');
    checkRental(books, place, rental, 'refund', fundedOf(rental), refund);
    return;
  }
  checkState(books, place, rental, 'ENDED');
  const gross = grossAt(tariffOf(rental), rental.endsAt);
  checkRental(books, place, rental, 'refund', gross - rental.claimed, refund);
  if (reason === 'AGREED') agreed(books, place, rental.id);
  else checkVested(books, place, rental, gross);
}

/** A rental closes by itself when its last second has vested, and all of it is paid. */
function checkVested(books: Books, place: Place, rental: RentalBook, gross: bigint): void {
  const vestedAt = rental.endsAt + BigInt(rental.order.offer.window);
  checkWithin(books, place, rental, 'closedAt', [vestedAt, place.at], place.at);
  checkRental(books, place, rental, 'claimed', gross, rental.claimed);
}

/** The platform's share is of the total, so that many payouts pay the fee of one. */
function checkShares(
  books: Books,
  place: Place,
  rental: RentalBook,
  args: ArgsOf<'Settled'>,
): void {
  if (rental.broken) return;
  const feeOn = (gross: bigint) => (gross * BigInt(rental.order.feeBps)) / FEE_PARTS;
  const fee = feeOn(args.claimed) - feeOn(rental.claimed);
  const subject = rentalSubject(rental.id);
  check(books, place, { code: 'WRONG_FEE', subject, field: 'fee' }, fee, args.fee);
  const toProvider = args.claimed - rental.claimed - fee;
  checkRental(books, place, rental, 'toProvider', toProvider, args.toProvider);
}

function endAt(rental: RentalBook, endedAt: bigint): void {
  rental.state = 'ENDED';
  rental.endsAt = endedAt;
  endRuns(rental, endedAt);
}

function refundTo(books: Books, place: Place, rental: RentalBook, units: bigint): void {
  rental.refunded += units;
  expectMove(books, place, rental.order.offer.token, rental.order.renter, units);
}

/** Another value than the rules give, which is right only if both parties agree to it in the same transaction. */
function expectAgreement(
  books: Books,
  place: Place,
  rental: RentalBook,
  field: string,
  expected: bigint,
  found: bigint,
): void {
  if (rental.broken) return;
  const { blockNumber, txHash } = place.raw;
  const about = { code: 'WRONG_VALUE', subject: rentalSubject(rental.id), field } as const;
  const finding = { ...about, expected: `${expected}`, found: `${found}`, blockNumber, txHash };
  unlessAgreed(books, place, rental.id, finding satisfies Finding);
}
