import { Refusal } from '../refusal.js';
import { rentalSecondsMax } from '../rental/times.js';
import { requireCaller, requireWithin, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf } from './rental-in.js';

/** The provider gives notice: the rental ends when it is over. Refused where it ends by then anyway. */
export function giveNotice(draft: Draft, { order }: OperationOf<'GIVE_NOTICE'>): void {
  requireCaller(draft, order.offer.provider);
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  const endsAt = draft.now + BigInt(order.offer.noticeSeconds);
  requireWithin('endsAt', endsAt, { max: rental.endsAt - 1n });
  write(draft, { kind: 'NOTICE_GIVEN', ...nextOf(rental), endsAt });
}

/** Refuses `TERMS_OUT_OF_BOUNDS` for an end further ahead than a rental may last. */
export function requireEnd({ now }: Draft, endsAt: bigint): void {
  requireWithin('maxEnd', endsAt, { max: now + BigInt(rentalSecondsMax) });
}

/** The renter puts the end off, as long as the provider offered and has given no notice. */
export function extend(draft: Draft, { order, maxEnd }: OperationOf<'EXTEND'>): void {
  requireCaller(draft, order.renter);
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  if (rental.noticed) throw new Refusal('BAD_STATE', { have: 'NOTICED', want: 'RUNNING' });
  const endsAt = BigInt(maxEnd);
  const max = BigInt(order.offer.availableUntil);
  requireWithin('maxEnd', endsAt, { min: rental.endsAt + 1n, max });
  requireEnd(draft, endsAt);
  write(draft, { kind: 'RENTAL_EXTENDED', ...nextOf(rental), endsAt });
}
