import type { CloseReason } from '../chain/escrow-log.js';
import type { Order } from '../rental/order.js';
import { credit, requireCaller, requireFrom, write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { nextOf, rentalIn } from './rental-in.js';

/** The renter gives a reservation up; or an order that opened nothing, and then nothing ever opens it. */
export function cancel(draft: Draft, { order }: OperationOf<'CANCEL'>): void {
  const { renter } = order;
  requireCaller(draft, renter);
  const rentalId = draft.digests.hashOrder(order);
  const { rentals, cancelledOrders } = draft.books;
  if (rentals.has(rentalId) || cancelledOrders.has(rentalId))
    return refund(draft, order, 'CANCELLED');
  write(draft, { kind: 'ORDER_CANCELLED', rentalId, renter });
}

/** The provider refuses a reservation. */
export function decline(draft: Draft, { order }: OperationOf<'DECLINE'>): void {
  requireCaller(draft, order.offer.provider);
  refund(draft, order, 'DECLINED');
}

/** Anybody, where the clock was not started in time. */
export function expire(draft: Draft, { order }: OperationOf<'EXPIRE'>): void {
  requireFrom(draft, BigInt(order.startDeadline) + 1n);
  refund(draft, order, 'EXPIRED');
}

function refund(draft: Draft, order: Order, reason: CloseReason): void {
  const rental = rentalIn(draft, order, 'RESERVED');
  const { rentalId, fundedUnits } = rental;
  credit(draft, { token: order.offer.token, owner: order.renter }, fundedUnits, rentalId);
  write(draft, { kind: 'RENTAL_CLOSED', ...nextOf(rental), reason, refundUnits: fundedUnits });
}
