import type { Hex } from 'viem';

import type { Finding, FindingCode } from '../finding.js';
import type { Books, Place, RentalBook, State } from './books.js';

type Value = bigint | number | string | boolean;

/** Names a rental in a finding. */
export function rentalSubject(id: Hex): string {
  return `rental ${id}`;
}

/** Writes down what was found at a place. */
export function find(
  books: Books,
  { raw }: Place,
  found: Pick<Finding, 'code' | 'subject' | 'field' | 'expected' | 'found'>,
): void {
  const { blockNumber, txHash } = raw;
  books.findings.push({ ...found, blockNumber, txHash });
}

/** Compares a value of a log with what it ought to be. */
export function check(
  books: Books,
  place: Place,
  about: { subject: string; field: string; code?: FindingCode },
  expected: Value,
  found: Value,
): void {
  if (expected === found) return;
  const { subject, field, code = 'WRONG_VALUE' } = about;
  find(books, place, { code, subject, field, expected: `${expected}`, found: `${found}` });
}

/** The same of a rental, unless it is known to be broken. */
export function checkRental(
  books: Books,
  place: Place,
  rental: RentalBook,
  field: string,
  expected: Value,
  found: Value,
): void {
  if (rental.broken) return;
  check(books, place, { subject: rentalSubject(rental.id), field }, expected, found);
}

/** Holds that a value lies within bounds, both included. */
export function checkWithin(
  books: Books,
  place: Place,
  rental: RentalBook,
  field: string,
  [lowest, highest]: readonly [bigint, bigint],
  found: bigint,
): void {
  if (rental.broken || (found >= lowest && found <= highest)) return;
  const expected = `${lowest} to ${highest}`;
  const subject = rentalSubject(rental.id);
  find(books, place, { code: 'WRONG_VALUE', subject, field, expected, found: `${found}` });
}

/** Holds that a rental is in one of these states. */
export function checkState(
  books: Books,
  place: Place,
  rental: RentalBook,
  ...allowed: readonly State[]
): void {
  if (rental.broken || allowed.includes(rental.state)) return;
  const about = { code: 'WRONG_STATE', subject: rentalSubject(rental.id), field: 'state' } as const;
  find(books, place, { ...about, expected: allowed.join(' or '), found: rental.state });
  rental.broken = true;
}

/** The rental that a log of this number is about; undefined where its opening was never seen. */
export function numbered(books: Books, place: Place, id: Hex, seq: number): RentalBook | undefined {
  const rental = books.rentals.get(id);
  if (rental === undefined) {
    if (!books.unopened.has(id)) missing(books, place, id, 1, seq);
    books.unopened.add(id);
    return undefined;
  }
  if (seq !== rental.seq + 1 && !rental.broken) {
    missing(books, place, id, rental.seq + 1, seq);
    rental.broken = true;
  }
  rental.seq = seq;
  return rental;
}

function missing(books: Books, place: Place, id: Hex, expected: number, found: number): void {
  const about = { code: 'MISSING_LOG', subject: rentalSubject(id), field: 'seq' } as const;
  find(books, place, { ...about, expected: `${expected}`, found: `${found}` });
}
