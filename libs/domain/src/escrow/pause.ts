import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import { requireAgreement, requireCaller, requireInTime, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf, requireSignedFor } from './rental-in.js';
import { requireSliceFor } from './slice.js';

/** The renter pauses: from now on only storage is charged. */
export function pause(draft: Draft, { order }: OperationOf<'PAUSE'>): void {
  requireCaller(draft, order.renter);
  pauseNow(draft, order);
}

/** The same by the renter's signature. */
export function pauseBySig(draft: Draft, operation: OperationOf<'PAUSE_BY_SIG'>): void {
  requireRentersWish(draft, operation);
  pauseNow(draft, operation.order);
}

/** The renter goes on. */
export function resume(draft: Draft, { order }: OperationOf<'RESUME'>): void {
  requireCaller(draft, order.renter);
  resumeNow(draft, order);
}

/** The same by the renter's signature. */
export function resumeBySig(draft: Draft, operation: OperationOf<'RESUME_BY_SIG'>): void {
  requireRentersWish(draft, operation);
  resumeNow(draft, operation.order);
}

/** The meter saw the machine again. What the renter paused stays paused. */
export function resumeByMeter(draft: Draft, order: Order): void {
  const { halt } = goingRental(draft, order, 'HALTED');
  if (halt === 'PAUSED') throw new Refusal('BAD_STATE', { have: 'PAUSED', want: 'DOWN' });
  resumeNow(draft, order);
}

function requireRentersWish(
  draft: Draft,
  { order, signed, signature }: OperationOf<'PAUSE_BY_SIG' | 'RESUME_BY_SIG'>,
): void {
  requireSignedFor(goingRental(draft, order, 'RUNNING', 'HALTED'), signed);
  requireInTime(draft, signed.deadline);
  requireAgreement(draft, order.renter, signature);
}

function pauseNow(draft: Draft, order: Order): void {
  const rental = goingRental(draft, order, 'RUNNING');
  write(draft, {
    kind: 'RENTAL_HALTED',
    ...nextOf(rental),
    halt: 'PAUSED',
    haltedAt: draft.now,
    retroLeftSeconds: rental.retroLeftSeconds,
    evidenceRoot: `0x${'0'.repeat(64)}`,
  });
}

function resumeNow(draft: Draft, order: Order): void {
  const rental = goingRental(draft, order, 'HALTED');
  if (order.offer.class === 'INTERRUPTIBLE') requireSliceFor(draft, order);
  write(draft, { kind: 'RENTAL_RESUMED', ...nextOf(rental), resumedAt: draft.now });
}
