import type { Address, Hash } from '../ids.js';
import type { Listing } from '../listing/listing.js';
import { depositFor, feeOf, secondsFor } from '../money/accrual.js';
import { Refusal } from '../refusal.js';
import type { AllInPrice, Usage } from './all-in-price.js';
import type { Order } from './order.js';
import { priced } from './price-rule.js';
import { refuseTimes, rentalSecondsMax } from './times.js';

/** How long a quote can be opened, in seconds. */
export const quoteValidSeconds = 300;

/**
 * What we take for the chain's clock may stand so many seconds later than a block that is read next: an order leaves them
 * free, so that one opened at once is not refused for a start that is a moment too late.
 */
export const clockSlackSeconds = 15;

/** What a renter asks for. */
export interface QuoteRequest {
  renter: Address;
  listing: Listing;
  usage: Usage;
  /** Of an interruptible listing: what the renter bids per hour, all in. By default the least that the provider takes. */
  bidPerHourUnits?: bigint | undefined;
  /** Of an order on demand: so many seconds a bid goes on that has to give way first. Undefined where none has to. */
  noticeSeconds?: number | undefined;
  /** All it may cost; by default the price of the time asked for. */
  depositUnits: bigint | undefined;
  feeBps: number;
  counter: bigint;
  chainNow: bigint;
  salt: Hash;
}

/** A price and the exact terms to sign. */
export interface Quote {
  order: Order;
  /** What moves on chain for the time asked for, fee included: the provider pays the fee out of it. */
  allInUnits: bigint;
  /** The part of `allInUnits` that the platform keeps. */
  feeUnits: bigint;
  /** The most it can ever cost: the deposit. */
  worstCaseUnits: bigint;
  /** The deposit is used up after so many seconds. */
  secondsMax: bigint;
}

/** The Order that fits a request, with its price. Refuses what the contract would refuse. */
export function quote(request: QuoteRequest): Quote {
  const { listing, usage } = request;
  const { offer } = listing;
  const now = Number(request.chainNow);
  const opensAt = now + (request.noticeSeconds ?? 0);
  const { pricePerHourUnits, allInUnits, depositUnits } = pricedBid(request);
  const deposit = request.depositUnits ?? depositUnits;
  const least = depositFor(pricePerHourUnits, BigInt(Math.max(usage.seconds, offer.minDuration)));
  if (deposit < least) throw new Refusal('DEPOSIT_TOO_SMALL', { have: deposit, want: least });
  const startDeadline = Math.max(
    opensAt,
    Math.min(opensAt + startWithinSure(offer.startWithin), offer.availableUntil - 1),
  );
  const secondsMax = secondsFor(deposit, pricePerHourUnits);
  const order: Order = {
    renter: request.renter,
    offer,
    pricePerHour: pricePerHourUnits,
    deposit,
    feeBps: request.feeBps,
    starter: 'METER',
    startDeadline,
    maxEnd: Math.min(
      startDeadline + Number(secondsMax),
      now + rentalSecondsMax - clockSlackSeconds,
      offer.availableUntil,
    ),
    validUntil: Math.min(opensAt + quoteValidSeconds, offer.validUntil, startDeadline),
    counter: request.counter,
    salt: request.salt,
  };
  refuseTimes(order, now, request.noticeSeconds);
  const feeUnits = feeOf(allInUnits, request.feeBps);
  return { order, allInUnits, feeUnits, worstCaseUnits: deposit, secondsMax };
}

/** At least half of what the offer gives is left to the start. */
function startWithinSure(startWithin: number): number {
  return startWithin - Math.min(clockSlackSeconds, Math.floor(startWithin / 2));
}

/** What the use costs at the renter's bid, or at what the listing charges. Refuses `PRICE_BELOW_OFFER` for a bid below that. */
function pricedBid({ listing, usage, bidPerHourUnits: bid }: QuoteRequest): AllInPrice {
  const asked = priced(listing, usage);
  if (bid === undefined || bid === asked.pricePerHourUnits) return asked;
  if (listing.offer.class !== 'INTERRUPTIBLE')
    throw new Refusal('TERM_NOT_SUPPORTED', { term: 'bid' });
  if (bid < asked.pricePerHourUnits)
    throw new Refusal('PRICE_BELOW_OFFER', { have: bid, want: asked.pricePerHourUnits });
  const seconds = BigInt(usage.seconds);
  return {
    pricePerHourUnits: bid,
    allInUnits: (bid * seconds) / 3600n,
    depositUnits: depositFor(bid, seconds),
  };
}
