import { zeroHash } from '../ids.js';
import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import { requireAgreement, requireFrom, requireInTime, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf, requireSignedFor } from './rental-in.js';
import { requireSliceFor } from './slice.js';

/** The renter pauses, and has to prove nothing: from now on only storage is charged. */
export function pause(draft: Draft, operation: OperationOf<'PAUSE'>): void {
  requireRentersWish(draft, operation);
  const rental = goingRental(draft, operation.order, 'RUNNING');
  write(draft, {
    kind: 'RENTAL_HALTED',
    ...nextOf(rental),
    halt: 'PAUSED',
    haltedAt: draft.now,
    retroLeftSeconds: rental.retroLeftSeconds,
    evidenceRoot: zeroHash,
  });
}

/** The renter goes on. */
export function resume(draft: Draft, operation: OperationOf<'RESUME'>): void {
  requireRentersWish(draft, operation);
  resumeNow(draft, operation.order);
}

/** The meter saw the machine again. What the renter paused stays paused. */
export function resumeByMeter(draft: Draft, order: Order): void {
  const { pausedByRenter } = goingRental(draft, order, 'HALTED');
  if (pausedByRenter) throw new Refusal('BAD_STATE', { have: 'PAUSED', want: 'DOWN' });
  resumeNow(draft, order);
}

function requireRentersWish(
  draft: Draft,
  { order, signed, signature }: OperationOf<'PAUSE' | 'RESUME'>,
): void {
  requireSignedFor(goingRental(draft, order, 'RUNNING', 'HALTED'), signed);
  requireInTime(draft, signed.deadline);
  requireAgreement(draft, order.renter, signature);
}

/** Not during the notice of one that has to give way: the full price still runs. */
function resumeNow(draft: Draft, order: Order): void {
  const rental = goingRental(draft, order, 'HALTED');
  requireFrom(draft, rental.clock.current.from);
  if (order.offer.class === 'INTERRUPTIBLE') requireSliceFor(draft, order);
  write(draft, { kind: 'RENTAL_RESUMED', ...nextOf(rental), resumedAt: draft.now });
}
