import { delegateScopes } from '../rental/signed.js';
import { spendFor } from './delegate.js';
import { move, requireCaller, requireSome, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf } from './rental-in.js';

/** Adds money to a rental: the caller's own, or the renter's by a key that may. */
export function topUp(draft: Draft, { order, from, amountUnits }: OperationOf<'TOP_UP'>): void {
  const { token } = order.offer;
  const rental = goingRental(draft, order, 'RESERVED', 'RUNNING', 'HALTED');
  requireSome(amountUnits);
  // Only the renter's delegates spend on its rental: anybody else gives its own money.
  if (from !== order.renter) requireCaller(draft, from);
  spendFor(draft, from, token, delegateScopes.TOP_UP, amountUnits);
  move(draft, 'DEBITED', { token, owner: from }, amountUnits, rental.rentalId);
  const fundedUnits = rental.fundedUnits + amountUnits;
  write(draft, { kind: 'RENTAL_TOPPED_UP', ...nextOf(rental), from, amountUnits, fundedUnits });
}
