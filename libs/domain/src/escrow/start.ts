import type { Order } from '../rental/order.js';
import { requireCaller, requireInTime, write, type Draft } from './draft.js';
import { requireTrusted } from './entry-rules.js';
import type { OperationOf } from './operation.js';
import { nextOf, rentalIn } from './rental-in.js';
import { requireSliceFor } from './slice.js';

/** Whom the order names starts the clock, at this very second. */
export function start(draft: Draft, { order }: OperationOf<'START'>): void {
  const byMeter = order.starter === 'METER';
  requireCaller(draft, byMeter ? order.offer.meter : order.renter);
  if (byMeter) requireTrusted(draft, order.offer.meter);
  startNow(draft, order);
}

/** Starts the clock, whoever was entitled to ask. */
export function startNow(draft: Draft, order: Order): void {
  const rental = rentalIn(draft, order, 'RESERVED');
  requireInTime(draft, order.startDeadline);
  if (order.offer.class === 'INTERRUPTIBLE') requireSliceFor(draft, order);
  const { endsAt } = rental;
  write(draft, { kind: 'RENTAL_STARTED', ...nextOf(rental), startedAt: draft.now, endsAt });
}
