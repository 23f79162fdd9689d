import type { Address } from 'viem';

import type { ArgsOf } from '../log/decode.js';
import { accountKey, type AccountBook, type Books, type Place } from './books.js';
import { check, find } from './check.js';
import { noteMove, transactionOf } from './transaction.js';

type Move = Pick<ArgsOf<'Credited'>, 'token' | 'owner' | 'amount' | 'free' | 'seq'>;

/** Money came from outside. */
export function deposited(books: Books, place: Place, args: ArgsOf<'Deposited'>): void {
  moveAccount(books, place, args, args.amount);
}

/** Money went outside. */
export function withdrawn(books: Books, place: Place, args: ArgsOf<'Withdrawn'>): void {
  moveAccount(books, place, args, -args.amount);
}

/** Money came from inside. */
export function credited(books: Books, place: Place, args: ArgsOf<'Credited'>): void {
  moveAccount(books, place, args, args.amount);
  noteMove(books, place, { ...args, units: args.amount });
}

/** Money left to the inside. */
export function debited(books: Books, place: Place, args: ArgsOf<'Debited'>): void {
  moveAccount(books, place, args, -args.amount);
  noteMove(books, place, { ...args, units: -args.amount });
}

/** A token's whole fee bucket was sent to whom governance had named. */
export function feesWithdrawn(books: Books, place: Place, args: ArgsOf<'FeesWithdrawn'>): void {
  const { token, to, amount } = args;
  const subject = `fees ${token}`;
  check(books, place, { subject, field: 'amount' }, books.fees.get(token) ?? 0n, amount);
  if (books.feeRecipient !== undefined)
    check(books, place, { subject, field: 'to' }, books.feeRecipient, to);
  books.fees.set(token, 0n);
  books.feesWithdrawn.set(token, (books.feesWithdrawn.get(token) ?? 0n) + amount);
}

/** From here on a delegate may spend so much. */
export function delegateSet(books: Books, _place: Place, args: ArgsOf<'DelegateSet'>): void {
  books.allowances.set(allowanceKey(args), args.cap);
}

/** A delegate spent: it was let, and less is left. */
export function delegateSpent(books: Books, place: Place, args: ArgsOf<'DelegateSpent'>): void {
  const key = allowanceKey(args);
  const before = books.allowances.get(key) ?? 0n;
  if (args.cap > before) {
    const about = { code: 'WRONG_VALUE', subject: `delegation ${key}`, field: 'cap' } as const;
    find(books, place, { ...about, expected: `at most ${before}`, found: `${args.cap}` });
  }
  books.allowances.set(key, args.cap);
}

/** A signed Withdraw or Delegation was carried out: each number once, in order. */
export function nonceUsed(books: Books, place: Place, args: ArgsOf<'NonceUsed'>): void {
  const { owner, nonce } = args;
  const due = books.nonces.get(owner) ?? 0n;
  const about = { subject: `owner ${owner}`, field: 'nonce', code: 'MISSING_LOG' } as const;
  check(books, place, about, due, nonce);
  books.nonces.set(owner, nonce + 1n);
}

function moveAccount(books: Books, place: Place, move: Move, units: bigint): void {
  transactionOf(books, place);
  const { token, owner, seq, free } = move;
  const account = accountIn(books, token, owner);
  const subject = `account ${accountKey(token, owner)}`;
  if (!account.broken) {
    const about = { subject, field: 'seq', code: 'MISSING_LOG' } as const;
    check(books, place, about, account.seq + 1n, seq);
    account.broken = account.seq + 1n !== seq;
  }
  if (!account.broken) check(books, place, { subject, field: 'free' }, account.free + units, free);
  account.seq = seq;
  account.free = free;
}

function accountIn(books: Books, token: Address, owner: Address): AccountBook {
  const key = accountKey(token, owner);
  const known = books.accounts.get(key);
  if (known !== undefined) return known;
  const account = { token, owner, free: 0n, seq: 0n, broken: false };
  books.accounts.set(key, account);
  return account;
}

function allowanceKey({ owner, delegate, token }: Omit<ArgsOf<'DelegateSpent'>, 'cap'>): string {
  return `${owner}:${delegate}:${token}`;
}
