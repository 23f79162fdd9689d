import type { Listing } from '../listing/listing.js';
import { refuseUnsupportedTerms } from '../listing/terms.js';
import type { Machine } from '../machine/machine.js';
import { depositFor } from '../money/accrual.js';
import { Refusal } from '../refusal.js';
import type { Usage } from './all-in-price.js';
import type { Order } from './order.js';
import { refusePrice } from './price-rule.js';
import { refuseTimes } from './times.js';

/** What an opening is judged by, read under the listing's lock. */
export interface OpeningContext {
  listing: Listing;
  /** What the renter said to use. Undefined: what the listing includes. */
  usage: Usage | undefined;
  machine: Machine;
  chainNow: bigint;
  feeBps: number;
  tokenListed: boolean;
  offerCancelled: boolean;
  counters: { renter: bigint; provider: bigint };
  /** The renter's free balance less what other openings in flight have promised. */
  availableUnits: bigint;
  /** Whether another rental keeps the slice. A bid is kept from none: it waits. */
  taken: boolean;
  /** Of an order on demand: so many seconds a bid goes on that has to give way first. Undefined where none has to. */
  noticeSeconds?: number | undefined;
}

/** Whether this order may open a rental. Refuses with the first reason, in this order: terms, time, listing, money. */
export function assertOpenable(order: Order, context: OpeningContext): void {
  refuseUnsupportedTerms(order.offer);
  refuseIdleBid(order);
  refuseTerms(order, context);
  refusePrice(order, context.listing, context.usage);
  refuseTimes(order, Number(context.chainNow), context.noticeSeconds);
  refuseListing(order, context);
  refuseMoney(order, context);
}

/**
 * Refuses `RENTER_IS_PROVIDER`, `TOKEN_NOT_LISTED`, `PRICE_BELOW_OFFER` or `FEE_MISMATCH` for an order that the contract
 * would not open at any time.
 */
export function refuseTerms(
  order: Order,
  { feeBps, tokenListed }: Pick<OpeningContext, 'feeBps' | 'tokenListed'>,
): void {
  const { offer } = order;
  if (order.renter === offer.provider)
    throw new Refusal('RENTER_IS_PROVIDER', { address: order.renter });
  if (!tokenListed) throw new Refusal('TOKEN_NOT_LISTED', { token: offer.token });
  if (order.pricePerHour < offer.pricePerHour)
    throw new Refusal('PRICE_BELOW_OFFER', { have: order.pricePerHour, want: offer.pricePerHour });
  if (order.feeBps !== feeBps || order.feeBps > offer.maxFeeBps)
    throw new Refusal('FEE_MISMATCH', { have: order.feeBps, want: feeBps });
}

/** A bid that its renter starts could take the slice from another and leave it idle. The contract would open it. */
function refuseIdleBid({ offer, starter }: Order): void {
  if (offer.class === 'INTERRUPTIBLE' && starter !== 'METER')
    throw new Refusal('TERM_NOT_SUPPORTED', { term: 'starter' });
}

function refuseListing(order: Order, context: OpeningContext): void {
  const { listing, machine } = context;
  if (listing.state === 'WITHDRAWN')
    throw new Refusal('LISTING_WITHDRAWN', { listingId: listing.id });
  const stale =
    order.counter !== context.counters.renter || order.offer.counter !== context.counters.provider;
  if (context.offerCancelled || stale)
    throw new Refusal('OFFER_CANCELLED', { offerHash: listing.offerHash });
  if (machine.liveness !== 'ONLINE')
    throw new Refusal('MACHINE_OFFLINE', { machineId: machine.id });
  if (context.taken) throw new Refusal('LISTING_TAKEN', { listingId: listing.id });
}

/** Refuses `DEPOSIT_TOO_SMALL` or `INSUFFICIENT_BALANCE` for a deposit that the contract would not take. */
export function refuseMoney(
  order: Order,
  { availableUnits }: Pick<OpeningContext, 'availableUnits'>,
): void {
  const least = depositFor(order.pricePerHour, BigInt(Math.max(order.offer.minDuration, 1)));
  if (order.deposit < least)
    throw new Refusal('DEPOSIT_TOO_SMALL', { have: order.deposit, want: least });
  if (order.deposit > availableUnits)
    throw new Refusal('INSUFFICIENT_BALANCE', { have: availableUnits, want: order.deposit });
}
