import type { EscrowRental } from '../chain/fold-rental.js';
import { endCap, grossAt } from '../money/clock.js';
import { least } from '../money/least.js';
import { delegateScopes } from '../rental/signed.js';
import { mayActFor } from './delegate.js';
import {
  credit,
  requireAgreement,
  requireFrom,
  requireInTime,
  write,
  type Draft,
} from './draft.js';
import type { OperationOf } from './operation.js';
import { nextOf, rentalIn, requireSignedFor } from './rental-in.js';

/** The renter or its key at any time, anybody once time or money has run out. */
export function stop(draft: Draft, { order }: OperationOf<'STOP'>): void {
  const rental = rentalIn(draft, order, 'RUNNING', 'HALTED');
  const { renter, offer } = order;
  if (!mayActFor(draft, renter, offer.token, delegateScopes.STOP))
    requireFrom(draft, endCap(rental));
  stopAsOfNow(draft, rental);
}

/** The renter at any time, by its signature. */
export function stopBySig(draft: Draft, operation: OperationOf<'STOP_BY_SIG'>): void {
  const { order, stop: signed, signature } = operation;
  const rental = rentalIn(draft, order, 'RUNNING', 'HALTED');
  requireSignedFor(rental, signed);
  requireInTime(draft, signed.deadline);
  requireAgreement(draft, order.renter, signature);
  stopAsOfNow(draft, rental);
}

function stopAsOfNow(draft: Draft, rental: EscrowRental): void {
  stopAt(draft, rental, least(draft.now, endCap(rental)));
}

/** Ends a rental at a second, gives back what it did not use, and answers the rental after it. */
export function stopAt(draft: Draft, rental: EscrowRental, endedAt: bigint): EscrowRental {
  const { order, rentalId } = rental;
  const grossUnits = grossAt(rental, endedAt);
  const refundUnits = rental.fundedUnits - grossUnits;
  credit(draft, { token: order.offer.token, owner: order.renter }, refundUnits, rentalId);
  write(draft, { kind: 'RENTAL_STOPPED', ...nextOf(rental), endedAt, grossUnits, refundUnits });
  return rentalIn(draft, order, 'ENDED');
}
