import type { Pool } from 'pg';
import { z } from 'zod';

import { booksOf, type AccountBook, type Books, type RentalBook } from './books.ts';
import type { Stand } from './stand.ts';

/** Something that must hold at every moment does not. */
export class Violation extends Error {
  override readonly name = 'Violation';
}

const units = z.string().transform(BigInt);
const cursorRow = z.object({ number: units, hash: z.string() });
const rentalRow = z.object({
  rental_id: z.string(),
  seq: z.number(),
  claimed_units: units,
  to_provider_units: units,
  fee_units: units,
  refunded_units: units,
});
const accountRow = z.object({ owner: z.string(), free_units: units, seq: units });

/**
 * What holds at every moment, however much is broken: on the chain, and in the projection up to the block that it has
 * read, where that block still stands. Throws {@link Violation}.
 */
export async function assertInvariants(stand: Stand): Promise<void> {
  const { ledger, sql } = stand;
  const projection = await readProjection(sql);
  const [logs, holds] = await Promise.all([ledger.logs(), ledger.escrowHolds()]);
  const books = booksOf(logs);
  assertMoneyKept(books, holds);
  for (const [id, rental] of books.rentals) assertPaidOnce(id, rental);
  for (const account of books.accounts.values()) assertCredited(account, books);
  assertOneEffect(stand, books);
  const { cursor } = projection;
  if (cursor === undefined || !(await ledger.isCanonical(cursor.number, cursor.hash))) return;
  assertProjected(projection, booksOf(logs.filter(({ at }) => at.blockNumber <= cursor.number)));
}

/** What holds once everything has recovered: every accepted command has come true, and nothing is left to do. */
export async function assertSettled(stand: Stand): Promise<void> {
  const { ledger, accepted } = stand;
  const books = booksOf(await ledger.logs());
  for (const id of accepted.openings)
    expectEqual(`openings of ${id}`, books.rentals.get(id)?.opened ?? 0, 1);
  for (const id of accepted.stops)
    expectEqual(`stops of ${id}`, books.rentals.get(id)?.stopped ?? 0, 1);
  expectEqual('accepted deposits', books.depositedUnits, accepted.depositedUnits);
  const { rows } = await stand.sql.query<{ key: string }>(
    `select key from intents where state in ('QUEUED', 'SENT') order by key`,
  );
  expectEqual('wishes left over', rows.map(({ key }) => key).join(), '');
}

/** held + paid + refunded + fees = deposited, to the unit, and the contract has it. */
function assertMoneyKept(books: Books, holds: bigint): void {
  const rentals = [...books.rentals.values()];
  const free = sum([...books.accounts.values()].map(({ freeUnits }) => freeUnits));
  const held = sum(rentals.map(heldUnits));
  const fees = sum(rentals.map(({ feeUnits }) => feeUnits)) - books.feesWithdrawnUnits;
  const inside = books.depositedUnits - books.withdrawnUnits - books.feesWithdrawnUnits;
  expectEqual('held + paid + refunded + fees', free + held + fees, inside);
  expectEqual('balance of the escrow', holds, inside);
}

function heldUnits({ order, claimedUnits, refundedUnits }: RentalBook): bigint {
  return order.deposit - claimedUnits - refundedUnits;
}

/** At most one payout per settlement: every claim is paid once, and no claim is made twice. */
function assertPaidOnce(id: string, rental: RentalBook): void {
  const { claims, claimedUnits, toProviderUnits, feeUnits } = rental;
  const grows = claims.every((claim, i) => claim > (claims[i - 1] ?? 0n));
  expectEqual(`claims of ${id} grow (${claims.join()})`, grows, true);
  expectEqual(`paid of ${id}`, toProviderUnits + feeUnits, claimedUnits);
  expectEqual(`held of ${id} is not negative`, heldUnits(rental) >= 0n, true);
}

/** What settlements and refunds say is what balances were credited. */
function assertCredited({ owner, creditedUnits }: AccountBook, { rentals }: Books): void {
  const moved = [...rentals.values()].flatMap(({ order, toProviderUnits, refundedUnits }) => [
    order.offer.provider === owner ? toProviderUnits : 0n,
    order.renter === owner ? refundedUnits : 0n,
  ]);
  expectEqual(`credited to ${owner}`, creditedUnits, sum(moved));
}

function assertOneEffect({ accepted }: Stand, books: Books): void {
  for (const [id, { opened, stopped, closed }] of books.rentals) {
    expectEqual(`openings of ${id}`, opened, 1);
    expectEqual(`stops of ${id} at most once`, stopped <= 1, true);
    expectEqual(`closings of ${id} at most once`, closed <= 1, true);
    expectEqual(`the opening of ${id} was accepted`, accepted.openings.has(asHash(id)), true);
  }
}

function asHash(id: string): `0x${string}` {
  return `0x${id.slice(2)}`;
}

/** The projection is the chain's, row by row, up to the block that it has read. One of a block that has vanished waits. */
function assertProjected({ rentals, accounts }: Projection, books: Books): void {
  expectEqual('projected rentals', rentals.length, books.rentals.size);
  expectEqual('projected accounts', accounts.length, books.accounts.size);
  for (const row of rentals) assertRental(row, books.rentals.get(asHash(row.rental_id)));
  for (const { owner, free_units, seq } of accounts) {
    const book = books.accounts.get(asHash(owner));
    expectEqual(`projected balance of ${owner}`, free_units, book?.freeUnits);
    expectEqual(`projected number of ${owner}`, seq, book?.seq);
  }
}

function assertRental(row: z.output<typeof rentalRow>, book: RentalBook | undefined): void {
  const id = row.rental_id;
  expectEqual(`projected number of ${id}`, row.seq, book?.seq);
  expectEqual(`projected claim of ${id}`, row.claimed_units, book?.claimedUnits);
  expectEqual(`projected payout of ${id}`, row.to_provider_units, book?.toProviderUnits);
  expectEqual(`projected fee of ${id}`, row.fee_units, book?.feeUnits);
  expectEqual(`projected refund of ${id}`, row.refunded_units, book?.refundedUnits);
}

type Projection = Awaited<ReturnType<typeof readProjection>>;

/** All of one moment: the chain process may be writing. */
async function readProjection(sql: Pool) {
  const client = await sql.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const cursors = await client.query('select number, hash from chain_cursors');
    const rentals = await client.query('select * from chain_rentals');
    const accounts = await client.query('select * from chain_accounts');
    await client.query('commit');
    return {
      cursor: z.array(cursorRow).parse(cursors.rows)[0],
      rentals: z.array(rentalRow).parse(rentals.rows),
      accounts: z.array(accountRow).parse(accounts.rows),
    };
  } finally {
    client.release();
  }
}

function expectEqual<Value>(what: string, have: Value, want: Value): void {
  if (have !== want) throw new Violation(`${what}: ${String(have)}, not ${String(want)}`);
}

function sum(parts: readonly bigint[]): bigint {
  return parts.reduce((total, part) => total + part, 0n);
}
