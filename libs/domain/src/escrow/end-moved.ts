import { Refusal } from '../refusal.js';
import { requireCaller, requireWithin, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf } from './rental-in.js';

/** The provider gives notice: the rental ends when it is over, if it would not end before. */
export function giveNotice(draft: Draft, { order }: OperationOf<'GIVE_NOTICE'>): void {
  requireCaller(draft, order.offer.provider);
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  const over = draft.now + BigInt(order.offer.noticeSeconds);
  const endsAt = over < rental.endsAt ? over : rental.endsAt;
  write(draft, { kind: 'NOTICE_GIVEN', ...nextOf(rental), endsAt });
}

/** The renter puts the end off, as long as the provider offered and has given no notice. */
export function extend(draft: Draft, { order, maxEnd }: OperationOf<'EXTEND'>): void {
  requireCaller(draft, order.renter);
  const rental = goingRental(draft, order, 'RUNNING', 'HALTED');
  if (rental.noticed) throw new Refusal('BAD_STATE', { have: 'NOTICED', want: 'RUNNING' });
  const endsAt = BigInt(maxEnd);
  requireWithin('maxEnd', endsAt, {
    min: rental.endsAt + 1n,
    max: BigInt(order.offer.availableUntil),
  });
  write(draft, { kind: 'RENTAL_EXTENDED', ...nextOf(rental), endsAt });
}
