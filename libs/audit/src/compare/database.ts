import { getAddress, type Hex } from 'viem';

import type { Finding, FindingCode } from '../finding.js';
import {
  accountKey,
  fundedOf,
  tariffOf,
  type AccountBook,
  type Books,
  type RentalBook,
} from '../fold/books.js';
import { rentalSubject } from '../fold/check.js';
import { grossAt } from '../fold/clock.js';
import type { RawLog } from '../node/raw-log.js';
import { differing, type Fields } from './fields.js';

/** Where a row stands: the block of the last log that changed it. */
interface Placed {
  last: { blockNumber: bigint };
}

interface Segment {
  from: bigint;
  rate: string;
}

/** A balance as the database has it. */
export interface ProjectedAccount extends Placed {
  token: string;
  owner: string;
  freeUnits: bigint;
  seq: bigint;
}

/** A rental as the database has it. */
export interface ProjectedRental extends Placed {
  rentalId: Hex;
  seq: number;
  state: string;
  order: { renter: string; deposit: bigint; offer: { provider: string; token: string } };
  pricePerHourUnits: bigint;
  storagePricePerHourUnits: bigint;
  clock: { closedUnitSeconds: bigint; previous: Segment | undefined; current: Segment };
  fundedUnits: bigint;
  toppedUpUnits: bigint;
  claimedUnits: bigint;
  toProviderUnits: bigint;
  feeUnits: bigint;
  refundedUnits: bigint;
  endsAt: bigint;
  turn: number;
  retroLeftSeconds: number;
  pausedByRenter: boolean;
  noticed: boolean;
}

/** A token as the database has it. */
export interface ProjectedToken {
  address: string;
  listed: boolean;
  feesWithdrawnUnits: bigint;
  lastBlock: bigint;
}

/** A log as the database stores it. */
export interface StoredLog {
  blockNumber: bigint;
  blockHash: Hex;
  logIndex: number;
  txHash: Hex;
  address: Hex;
  topics: readonly Hex[];
  data: Hex;
  timestamp: bigint;
}

/** Everything that a database says of the chain's money, at one moment. */
export interface Projection {
  accounts: readonly ProjectedAccount[];
  rentals: readonly ProjectedRental[];
  tokens: readonly ProjectedToken[];
}

/**
 * Compares the rows that `isOf` names with the books, both ways: values that differ, rows that the chain does not know,
 * and what the chain knows and no row says.
 */
export function compareRows(
  books: Books,
  projection: Projection,
  isOf: (blockNumber: bigint) => boolean,
  blockNumber: bigint,
): Finding[] {
  const says = (code: FindingCode) => (subject: string) => ({ code, subject, blockNumber });
  const judge = { differs: says('DATABASE_DIFFERS'), invents: says('DATABASE_INVENTS') };
  const accounts = projection.accounts.filter(({ last }) => isOf(last.blockNumber));
  const rentals = projection.rentals.filter(({ last }) => isOf(last.blockNumber));
  const tokens = projection.tokens.filter(({ lastBlock }) => isOf(lastBlock));
  return [
    ...accounts.flatMap((row) => compareAccount(books, row, judge)),
    ...rentals.flatMap((row) => compareRental(books, row, judge)),
    ...tokens.flatMap((row) => compareToken(books, row, judge)),
  ];
}

/** What the chain knows and no row says. */
export function lackingRows(books: Books, projection: Projection, blockNumber: bigint): Finding[] {
  const accounts = new Set(
    projection.accounts.map(({ token, owner }) => accountKey(getAddress(token), getAddress(owner))),
  );
  const rentals = new Set(projection.rentals.map(({ rentalId }) => rentalId));
  const lacking = [
    ...[...books.accounts.keys()]
      .filter((key) => !accounts.has(key))
      .map((key) => `account ${key}`),
    ...[...books.rentals.keys()].filter((id) => !rentals.has(id)).map(rentalSubject),
  ];
  return lacking.map((subject) => ({
    code: 'DATABASE_LACKS',
    subject,
    field: 'row',
    expected: 'a row',
    found: 'none',
    blockNumber,
    txHash: undefined,
  }));
}

/** Stored logs against the node's, of the same blocks and contracts. */
export function compareLogs(stored: readonly StoredLog[], logs: readonly RawLog[]): Finding[] {
  const byPlace = new Map(stored.map((log) => [placeOf(log), textOf(log)]));
  const lacking = logs.flatMap((log) => {
    const found = byPlace.get(placeOf(log));
    byPlace.delete(placeOf(log));
    return found === textOf(log) ? [] : [logFinding(log, found)];
  });
  const invented = stored.filter((log) => byPlace.has(placeOf(log)));
  return [...lacking, ...invented.map(inventedLog)];
}

type About = (subject: string) => { code: FindingCode; subject: string; blockNumber: bigint };
interface Judge {
  differs: About;
  invents: About;
}

function compareAccount(books: Books, row: ProjectedAccount, { differs, invents }: Judge) {
  const key = accountKey(getAddress(row.token), getAddress(row.owner));
  const book = books.accounts.get(key);
  const found = { free: row.freeUnits, seq: row.seq };
  if (book === undefined) return [unknown(invents(`account ${key}`))];
  return differing(differs(`account ${key}`), accountFields(book), found);
}

function compareRental(books: Books, row: ProjectedRental, { differs, invents }: Judge) {
  const book = books.rentals.get(row.rentalId);
  const subject = rentalSubject(row.rentalId);
  if (book === undefined) return [unknown(invents(subject))];
  return differing(differs(subject), rentalFields(book), rowFields(row));
}

function compareToken(books: Books, row: ProjectedToken, { differs }: Judge) {
  const token = getAddress(row.address);
  const expected = {
    listed: books.listed.has(token),
    feesWithdrawn: books.feesWithdrawn.get(token) ?? 0n,
  };
  const found = { listed: row.listed, feesWithdrawn: row.feesWithdrawnUnits };
  return differing(differs(`token ${token}`), expected, found);
}

function accountFields({ free, seq }: AccountBook): Fields {
  return { free, seq };
}

function rentalFields(book: RentalBook): Fields {
  const { clock, order } = book;
  return {
    seq: book.seq,
    state: book.state,
    renter: order.renter,
    provider: order.offer.provider,
    token: order.offer.token,
    deposit: order.deposit,
    pricePerHour: book.pricePerHour,
    storagePricePerHour: book.storagePricePerHour,
    clock: clockText(
      clock.num,
      { from: clock.previousFrom, rate: clock.previousRate },
      { from: clock.from, rate: clock.rate },
    ),
    funded: mayCost(book),
    toppedUp: book.toppedUp,
    claimed: book.claimed,
    toProvider: book.toProvider,
    fees: book.fees,
    refunded: book.refunded,
    endsAt: book.endsAt,
    turn: book.turn,
    retroLeft: Number(book.retroLeft),
    paused: book.paused,
    noticed: book.noticed,
  };
}

function rowFields(row: ProjectedRental): Fields {
  const { order, clock } = row;
  return {
    seq: row.seq,
    state: row.state,
    renter: getAddress(order.renter),
    provider: getAddress(order.offer.provider),
    token: getAddress(order.offer.token),
    deposit: order.deposit,
    pricePerHour: row.pricePerHourUnits,
    storagePricePerHour: row.storagePricePerHourUnits,
    clock: clockText(clock.closedUnitSeconds, clock.previous, clock.current),
    funded: row.fundedUnits,
    toppedUp: row.toppedUpUnits,
    claimed: row.claimedUnits,
    toProvider: row.toProviderUnits,
    fees: row.feeUnits,
    refunded: row.refundedUnits,
    endsAt: row.endsAt,
    turn: row.turn,
    retroLeft: row.retroLeftSeconds,
    paused: row.pausedByRenter,
    noticed: row.noticed,
  };
}

/** The most that a rental can still cost; once it has ended, what it did cost. */
function mayCost(book: RentalBook): bigint {
  if (book.state === 'CLOSED') return book.claimed;
  return book.state === 'ENDED' ? grossAt(tariffOf(book), book.endsAt) : fundedOf(book);
}

/** What two clocks must have in common. A first segment that charges nothing is as good as none. */
function clockText(closed: bigint, previous: Segment | undefined, current: Segment): string {
  const charged = previous?.rate === 'NONE' ? undefined : previous;
  const segments = [charged, current].map((one) => (one ? `${one.rate} from ${one.from}` : ''));
  return `${closed} ${segments.join(', ')}`;
}

function unknown(about: ReturnType<About>): Finding {
  return { ...about, field: 'row', expected: 'nothing', found: 'a row', txHash: undefined };
}

function placeOf({ blockHash, logIndex }: { blockHash: Hex; logIndex: number }): string {
  return `${blockHash}:${logIndex}`;
}

function textOf(log: Pick<StoredLog, 'txHash' | 'address' | 'topics' | 'data'>): string {
  return [log.txHash, log.address.toLowerCase(), ...log.topics, log.data].join(' ');
}

function logFinding(log: RawLog, found: string | undefined): Finding {
  const code = found === undefined ? 'DATABASE_LACKS' : 'DATABASE_DIFFERS';
  const { blockNumber, txHash } = log;
  const subject = `log ${blockNumber}:${log.logIndex}`;
  const values = { expected: textOf(log), found: found ?? 'none' };
  return { code, subject, field: 'log', ...values, blockNumber, txHash };
}

function inventedLog(log: StoredLog): Finding {
  const { blockNumber, txHash } = log;
  const subject = `log ${blockNumber}:${log.logIndex}`;
  const values = { expected: 'none', found: textOf(log) };
  return { code: 'DATABASE_INVENTS', subject, field: 'log', ...values, blockNumber, txHash };
}
