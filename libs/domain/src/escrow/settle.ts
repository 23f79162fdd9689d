import type { EscrowRental } from '../chain/fold-rental.js';
import { feeOf } from '../money/accrual.js';
import { vestedAt } from '../money/clock.js';
import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import { doEach } from './each.js';
import { write, type Draft } from './draft.js';
import type { OperationOf } from './operation.js';
import { payProviders, type Earning } from './pay-providers.js';
import { nextOf, rentalIn } from './rental-in.js';

/** Anybody has what is final paid out. Nothing new is no error. */
export function settle(draft: Draft, { order }: OperationOf<'SETTLE'>): void {
  payProviders(draft, settleOne(draft, order));
}

/** The same of many rentals, with one credit for neighbours. */
export function settleMany(draft: Draft, { orders }: OperationOf<'SETTLE_MANY'>): void {
  payForMany(draft, orders, settleOne);
}

/** Anybody ends the story of a rental, once its last second is final. */
export function close(draft: Draft, { order }: OperationOf<'CLOSE'>): void {
  payProviders(draft, closeOne(draft, order));
}

/** The same of many rentals, with one credit for neighbours. */
export function closeMany(draft: Draft, { orders }: OperationOf<'CLOSE_MANY'>): void {
  payForMany(draft, orders, closeOne);
}

/** What nobody can take back any more at this second. */
export function vestedNow({ now }: Draft, rental: EscrowRental): bigint {
  return vestedAt(rental, now, BigInt(rental.order.offer.window));
}

/** Writes down that `dueUnits` are paid in all, and answers what of that the provider has yet to be credited with. */
export function earn(draft: Draft, rental: EscrowRental, dueUnits: bigint): Earning[] {
  const { rentalId, order, claimedUnits } = rental;
  if (dueUnits === claimedUnits) return [];
  const feeUnits = feeOf(dueUnits, order.feeBps) - feeOf(claimedUnits, order.feeBps);
  const toProviderUnits = dueUnits - claimedUnits - feeUnits;
  const settled = { toProviderUnits, feeUnits, claimedUnits: dueUnits };
  write(draft, { kind: 'SETTLED', ...nextOf(rental), ...settled });
  return [{ rentalId, offer: order.offer, units: toProviderUnits }];
}

function settleOne(draft: Draft, order: Order): Earning[] {
  const { books, digests } = draft;
  if (books.cancelledOrders.has(digests.hashOrder(order))) return [];
  const states = ['RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'] as const;
  const rental = rentalIn(draft, order, ...states);
  return rental.state === 'CLOSED' ? [] : earn(draft, rental, vestedNow(draft, rental));
}

function closeOne(draft: Draft, order: Order): Earning[] {
  const rental = rentalIn(draft, order, 'ENDED');
  const until = rental.endsAt + BigInt(order.offer.window);
  if (draft.now < until) throw new Refusal('OUTSIDE_TIME', { now: draft.now, bound: until });
  const earnings = earn(draft, rental, vestedNow(draft, rental));
  const paid = nextOf(rentalIn(draft, order, 'ENDED'));
  write(draft, { kind: 'RENTAL_CLOSED', ...paid, reason: 'SETTLED', refundUnits: 0n });
  return earnings;
}

function payForMany(
  draft: Draft,
  orders: readonly Order[],
  payOne: (attempt: Draft, order: Order) => Earning[],
): void {
  const earnings: Earning[] = [];
  doEach(draft, orders, (attempt, order) => earnings.push(...payOne(attempt, order)));
  payProviders(draft, earnings);
}
