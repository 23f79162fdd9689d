import { rentals } from '@gpuflow/db';
import {
  delegateScopes,
  Refusal,
  refusalsOf,
  type Actor,
  type Address,
  type EscrowLog,
  type EscrowRental,
  type Hash,
  type Order,
  type RefusalCode,
  type WalletOperation,
} from '@gpuflow/domain';

import { found } from '../guards.js';
import type { Market } from '../market.js';
import { rehearse } from './rehearse.js';

/** What a wallet wants of a rental that the contract takes from nobody else's hand. */
export type WalletWish =
  /** Out of its own balance, or out of the renter's, by the renter's leave. */
  | { kind: 'TOP_UP'; amountUnits: bigint; fromRenter: boolean }
  | { kind: 'EXTEND'; maxEnd: number }
  | { kind: 'REPRICE'; pricePerHourUnits: bigint }
  | { kind: 'STOP' }
  /** Gives up what has not started: all of its money comes back. */
  | { kind: 'CANCEL' };

export interface PrepareCall {
  actor: Actor & { kind: 'WALLET' };
  rentalId: Hash;
  wish: WalletWish;
}

/** Money between a free balance and what a rental holds. */
export interface Move {
  owner: Address;
  /** IN: from the balance into the rental. OUT: back to the balance. */
  direction: 'IN' | 'OUT';
  units: bigint;
}

/** A call for the wallet's owner to send, and what it does if it is mined now. */
export interface PreparedCall {
  operation: WalletOperation;
  sender: Address;
  moves: Move[];
  /** The rental after it. */
  after: EscrowRental;
  /** What can still refuse it in the block in which it is mined. */
  refusals: readonly RefusalCode[];
  chainNow: bigint;
}

/**
 * The call with which the signed-in wallet tops a rental up, puts its end off, raises its bid, stops it or
 * cancels it. Writes nothing: what the wallet then sends comes back as a log. Refuses `NOT_FOUND`, and whatever the contract would refuse
 * now: `NOT_OWNER`, `NOT_IN_SCOPE`, `OVER_CAP`, `BAD_STATE`, `RENTAL_LAPSED`, `TERMS_OUT_OF_BOUNDS`,
 * `TERM_NOT_SUPPORTED`, `INSUFFICIENT_BALANCE`, `MALFORMED_INPUT`.
 */
export async function prepareCall(market: Market, command: PrepareCall): Promise<PreparedCall> {
  const { actor, rentalId, wish } = command;
  const sender = actor.address;
  const { order } = found(await rentals.find(market.db, rentalId), 'rental', rentalId);
  const operation = operationFor(wish, order, sender);
  const { logs, books, chainNow } = await tried(market, operation, sender);
  const after = found(books.rentals.get(rentalId), 'rental', rentalId);
  const refusals = refusalsOf(operation, sender);
  return { operation, sender, moves: logs.flatMap(moveIn), after, refusals, chainNow };
}

function operationFor(wish: WalletWish, order: Order, sender: Address): WalletOperation {
  if (wish.kind !== 'TOP_UP') return { order, ...wish };
  const { kind, amountUnits, fromRenter } = wish;
  return { kind, order, amountUnits, from: fromRenter ? order.renter : sender };
}

/** Before a rental lapses the contract tells strangers to wait; what they lack is leave. */
async function tried(market: Market, operation: WalletOperation, sender: Address) {
  try {
    return await rehearse(market.db, market, operation, sender);
  } catch (error) {
    if (operation.kind !== 'STOP' || !isTooEarly(error)) throw error;
    throw new Refusal('NOT_IN_SCOPE', { delegate: sender, scope: delegateScopes.STOP });
  }
}

function isTooEarly(error: unknown): boolean {
  return error instanceof Refusal && error.code === 'OUTSIDE_TIME';
}

function moveIn(log: EscrowLog): Move[] {
  if (log.kind !== 'DEBITED' && log.kind !== 'CREDITED') return [];
  const direction = log.kind === 'DEBITED' ? 'IN' : 'OUT';
  return [{ owner: log.owner, direction, units: log.amountUnits }];
}
