import type { EscrowRental } from '../chain/fold-rental.js';
import { requireAgreement, requireCaller, requireInTime } from './draft.js';
import { requireWithin, write, type Draft } from './draft.js';
import { requireEnd } from './end-moved.js';
import type { OperationOf } from './operation.js';
import { requireInterruptible } from './preempt.js';
import { goingRental, nextOf, requireSignedFor } from './rental-in.js';

/** The renter raises its bid. */
export function reprice(draft: Draft, operation: OperationOf<'REPRICE'>): void {
  const { order, pricePerHourUnits } = operation;
  requireCaller(draft, order.renter);
  requireInterruptible(order);
  const rental = goingRental(draft, order, 'RESERVED', 'RUNNING', 'HALTED');
  requireWithin('pricePerHour', pricePerHourUnits, { min: rental.pricePerHourUnits + 1n });
  writePrices(draft, rental, pricePerHourUnits, rental.storagePricePerHourUnits);
}

/** Renter and provider agree on other prices and another end, from now on. */
export function amend(draft: Draft, operation: OperationOf<'AMEND'>): void {
  const { order, amend: signed, renterSignature, providerSignature } = operation;
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  requireSignedFor(rental, signed);
  requireInTime(draft, signed.deadline);
  requireWithin('pricePerHour', signed.pricePerHour, { min: 1n });
  requireWithin('storagePricePerHour', signed.storagePricePerHour, { max: signed.pricePerHour });
  const endsAt = BigInt(signed.maxEnd);
  requireWithin('maxEnd', endsAt, { min: draft.now + 1n });
  requireEnd(draft, endsAt);
  requireAgreement(draft, order.renter, renterSignature);
  requireAgreement(draft, order.offer.provider, providerSignature);
  writePrices(draft, rental, signed.pricePerHour, signed.storagePricePerHour);
  write(draft, { kind: 'RENTAL_EXTENDED', rentalId: rental.rentalId, seq: rental.seq + 2, endsAt });
}

function writePrices(
  draft: Draft,
  rental: EscrowRental,
  pricePerHourUnits: bigint,
  storagePricePerHourUnits: bigint,
): void {
  const repriced = { pricePerHourUnits, storagePricePerHourUnits, repricedAt: draft.now };
  write(draft, { kind: 'RENTAL_REPRICED', ...nextOf(rental), ...repriced });
}
