import type { EscrowRental } from '../chain/fold-rental.js';
import { feeOf } from '../money/accrual.js';
import { vestedAt } from '../money/clock.js';
import { Refusal } from '../refusal.js';
import { credit, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { nextOf, rentalIn } from './rental-in.js';

/** Anybody has what is final paid out. Nothing new is no error. */
export function settle(draft: Draft, { order }: OperationOf<'SETTLE'>): void {
  const { books, digests } = draft;
  if (books.cancelledOrders.has(digests.hashOrder(order))) return;
  const states = ['RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'] as const;
  const rental = rentalIn(draft, order, ...states);
  if (rental.state !== 'CLOSED') pay(draft, rental, vestedNow(draft, rental));
}

/** Anybody ends the story of a rental, once its last second is final. */
export function close(draft: Draft, { order }: OperationOf<'CLOSE'>): void {
  const rental = rentalIn(draft, order, 'ENDED');
  const until = rental.endsAt + BigInt(order.offer.window);
  if (draft.now < until) throw new Refusal('OUTSIDE_TIME', { now: draft.now, bound: until });
  const paid = pay(draft, rental, vestedNow(draft, rental));
  write(draft, { kind: 'RENTAL_CLOSED', ...nextOf(paid), reason: 'SETTLED', refundUnits: 0n });
}

/** What nobody can take back any more at this second. */
export function vestedNow({ now }: Draft, rental: EscrowRental): bigint {
  return vestedAt(rental, now, BigInt(rental.order.offer.window));
}

/** Pays provider and platform what is missing of `dueUnits` in all, and answers the rental after it. */
export function pay(draft: Draft, rental: EscrowRental, dueUnits: bigint): EscrowRental {
  const { rentalId, order, claimedUnits } = rental;
  if (dueUnits === claimedUnits) return rental;
  const feeUnits = feeOf(dueUnits, order.feeBps) - feeOf(claimedUnits, order.feeBps);
  const toProviderUnits = dueUnits - claimedUnits - feeUnits;
  const { token, provider } = order.offer;
  credit(draft, { token, owner: provider }, toProviderUnits, rentalId);
  const settled = { toProviderUnits, feeUnits, claimedUnits: dueUnits };
  write(draft, { kind: 'SETTLED', ...nextOf(rental), ...settled });
  return rentalIn(draft, order, rental.state);
}
