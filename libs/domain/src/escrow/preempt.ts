import type { EscrowRental } from '../chain/fold-rental.js';
import { Refusal } from '../refusal.js';
import type { Order } from '../rental/order.js';
import { sliceKey } from './books.js';
import { requireCaller, write, type Draft } from './draft.js';
import { requireTrusted } from './entry-rules.js';
import type { OperationOf } from './operation.js';
import { goingRental, nextOf } from './rental-in.js';

/** Provider or meter has an interruptible rental give way to a better one: it runs to the end of its notice. */
export function preempt(draft: Draft, { order, byNew }: OperationOf<'PREEMPT'>): void {
  const { provider, meter, noticeSeconds } = order.offer;
  requireCaller(draft, provider, meter);
  if (draft.caller === meter) requireTrusted(draft, meter);
  requireInterruptible(order);
  const rental = goingRental(draft, order, 'RUNNING');
  const byPriceUnits = betterPrice(draft, rental, byNew);
  write(draft, {
    kind: 'RENTAL_PREEMPTED',
    ...nextOf(rental),
    byNew: draft.digests.hashOrder(byNew),
    byPriceUnits,
    haltsAt: draft.now + BigInt(noticeSeconds),
  });
}

/** Refuses `TERM_NOT_SUPPORTED` for what holds its slice to the end. */
export function requireInterruptible({ offer }: Order): void {
  if (offer.class !== 'INTERRUPTIBLE') throw new Refusal('TERM_NOT_SUPPORTED', { term: 'class' });
}

/** A slice, in the token that its prices are comparable in. */
function whatIsRented({ offer }: Order): string {
  return `${sliceKey(offer)}:${offer.token}`;
}

/** The price of the order that gets the slice: on demand, or waiting for it with a higher bid. */
function betterPrice({ books, digests }: Draft, old: EscrowRental, byNew: Order): bigint {
  const [have, want] = [whatIsRented(byNew), whatIsRented(old.order)];
  if (have !== want) throw new Refusal('ASSET_MISMATCH', { have, want });
  const waiting = books.rentals.get(digests.hashOrder(byNew));
  const price = waiting?.pricePerHourUnits ?? byNew.pricePerHour;
  if (byNew.offer.class === 'ON_DEMAND') return price;
  if (waiting?.state !== 'RESERVED' && waiting?.state !== 'HALTED')
    throw new Refusal('BAD_STATE', { have: waiting?.state ?? 'NONE', want: 'RESERVED' });
  if (price <= old.pricePerHourUnits)
    throw new Refusal('PRICE_BELOW_OFFER', { have: price, want: old.pricePerHourUnits + 1n });
  return price;
}
