import type { Address, Hash } from '../ids.js';
import type { Listing } from '../listing/listing.js';
import { depositFor, feeOf, secondsFor } from '../money/accrual.js';
import { Refusal } from '../refusal.js';
import type { Usage } from './all-in-price.js';
import type { Order } from './order.js';
import { priced } from './price-rule.js';
import { refuseTimes, rentalSecondsMax } from './times.js';

/** How long a quote can be opened, in seconds. */
export const quoteValidSeconds = 300;

/** What a renter asks for. */
export interface QuoteRequest {
  renter: Address;
  listing: Listing;
  usage: Usage;
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
  const { pricePerHourUnits, allInUnits, depositUnits } = priced(listing, usage);
  const deposit = request.depositUnits ?? depositUnits;
  const least = depositFor(pricePerHourUnits, BigInt(Math.max(usage.seconds, offer.minDuration)));
  if (deposit < least) throw new Refusal('DEPOSIT_TOO_SMALL', { have: deposit, want: least });
  const startDeadline = Math.max(now, Math.min(now + offer.startWithin, offer.availableUntil - 1));
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
      now + rentalSecondsMax,
      offer.availableUntil,
    ),
    validUntil: Math.min(now + quoteValidSeconds, offer.validUntil, startDeadline),
    counter: request.counter,
    salt: request.salt,
  };
  refuseTimes(order, now);
  const feeUnits = feeOf(allInUnits, request.feeBps);
  return { order, allInUnits, feeUnits, worstCaseUnits: deposit, secondsMax };
}
