import type { Address, Hex } from 'viem';

import { accountKey, type Books, type Place, type TransactionBook } from './books.js';
import { find, rentalSubject } from './check.js';
import type { Finding } from '../finding.js';

/** The book of a log's transaction; the one of the transaction before it is closed. */
export function transactionOf(books: Books, place: Place): TransactionBook {
  const { transaction } = books;
  if (transaction?.place.raw.txHash === place.raw.txHash) return transaction;
  closeTransaction(books);
  books.transaction = {
    place,
    owed: new Map(),
    relayed: new Map(),
    unlessAgreed: new Map(),
  };
  return books.transaction;
}

/** A log gives the reason for which so much has to come to an account, or, negative, to leave it. */
export function expectMove(
  books: Books,
  place: Place,
  token: Address,
  owner: Address,
  units: bigint,
): void {
  const { owed } = transactionOf(books, place);
  const key = accountKey(token, owner);
  owed.set(key, (owed.get(key) ?? 0n) + units);
}

/** So much came to an account inside the escrow, or, negative, left it. */
export function noteMove(
  books: Books,
  place: Place,
  move: { token: Address; owner: Address; ref: Hex; units: bigint },
): void {
  const { token, owner, ref, units } = move;
  if (BigInt(ref) === 0n || books.rentals.has(ref)) {
    expectMove(books, place, token, owner, -units);
    return;
  }
  const { relayed } = transactionOf(books, place);
  relayed.set(ref, (relayed.get(ref) ?? 0n) + units);
}

/** Something that is wrong unless the rental closes in this transaction by an agreement. */
export function unlessAgreed(books: Books, place: Place, rentalId: Hex, finding: Finding): void {
  const { unlessAgreed: open } = transactionOf(books, place);
  open.set(rentalId, [...(open.get(rentalId) ?? []), finding]);
}

/** Both parties signed what this rental cost. */
export function agreed(books: Books, place: Place, rentalId: Hex): void {
  transactionOf(books, place).unlessAgreed.delete(rentalId);
}

/** Says what the transaction leaves unexplained. */
export function closeTransaction(books: Books): void {
  const { transaction } = books;
  if (transaction === undefined) return;
  books.transaction = undefined;
  const { place, owed, relayed, unlessAgreed: open } = transaction;
  books.findings.push(...[...open.values()].flat());
  if (books.alone) return;
  for (const [key, units] of owed) unexplained(books, place, `account ${key}`, units);
  for (const [ref, units] of relayed) unexplained(books, place, rentalSubject(ref), -units);
}

function unexplained(books: Books, place: Place, subject: string, units: bigint): void {
  if (units === 0n) return;
  const about = { code: 'MONEY_UNEXPLAINED', subject, field: 'amount' } as const;
  find(books, place, { ...about, expected: `${units} more`, found: '0 more' });
}
