import {
  chainAccounts,
  chainDelegations,
  chainNonces,
  chainRentals,
  type AccountKey,
  type Tx,
} from '@gpuflow/db';
import {
  accountKey,
  createEscrowModel,
  delegationKey,
  emptyBooks,
  holdsSlice,
  sliceKey,
  zeroAddress,
  type Address,
  type DelegationParties,
  type EscrowBooks,
  type EscrowLog,
  type Operation,
  type Order,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';

/** What an operation would do if it were mined now, by what was read of the chain. */
export interface Rehearsal {
  logs: readonly EscrowLog[];
  /** What the escrow would store afterwards, as far as the operation touches it. */
  books: EscrowBooks;
  chainNow: bigint;
}

/**
 * Plays an operation by the escrow's own rules on what the projection says now. Refuses what the contract would refuse;
 * who signed is taken as the operation says. The block that it will be mined in decides.
 */
export async function rehearse(
  tx: Tx,
  market: Market,
  operation: Operation,
  caller: Address = zeroAddress,
): Promise<Rehearsal> {
  const { chainNow } = await settlementNow(market, tx);
  const { chainId } = market.policy;
  const books = await booksFor(tx, chainId, operation, { caller, now: chainNow });
  const model = createEscrowModel(market.terms, books);
  const outcome = model.apply(operation, { caller, now: chainNow });
  if ('refusal' in outcome) throw outcome.refusal;
  return { logs: outcome.logs, books: model.books, chainNow };
}

/** Of all that the escrow stores, what an operation on one rental, or on one owner's delegates, looks at. */
async function booksFor(
  tx: Tx,
  chainId: number,
  operation: Operation,
  asked: { caller: Address; now: bigint },
): Promise<EscrowBooks> {
  const books = emptyBooks();
  if ('delegation' in operation) {
    const { owner } = operation.delegation;
    books.nonces.set(owner, await chainNonces.nextOf(tx, chainId, owner));
  }
  if (!('order' in operation)) return books;
  const { order } = operation;
  const { renter, offer } = order;
  await addRentals(tx, chainId, books, order, asked.now);
  const delegation = { owner: renter, delegate: asked.caller, token: offer.token };
  await addDelegation(tx, chainId, books, delegation);
  for (const owner of new Set([renter, asked.caller]))
    await addAccount(tx, chainId, books, { token: offer.token, owner });
  return books;
}

/** The slice's rentals that are not over, and which of them holds it. */
async function addRentals(
  tx: Tx,
  chainId: number,
  books: EscrowBooks,
  { offer }: Order,
  now: bigint,
): Promise<void> {
  for (const rental of await chainRentals.ofSlices(tx, chainId, [offer])) {
    books.rentals.set(rental.rentalId, rental);
    if (holdsSlice(rental, now)) books.holders.set(sliceKey(offer), rental.rentalId);
  }
}

async function addDelegation(
  tx: Tx,
  chainId: number,
  books: EscrowBooks,
  key: DelegationParties,
): Promise<void> {
  const found = await chainDelegations.find(tx, chainId, key);
  if (found === undefined) return;
  books.delegations.set(delegationKey(key.owner, key.delegate, key.token), found);
}

async function addAccount(
  tx: Tx,
  chainId: number,
  books: EscrowBooks,
  { token, owner }: AccountKey,
): Promise<void> {
  const account = await chainAccounts.find(tx, chainId, token, owner);
  if (account !== undefined) books.accounts.set(accountKey(token, owner), account);
}
