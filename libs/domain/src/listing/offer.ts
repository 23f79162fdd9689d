import type { Address, Hash } from '../ids.js';

export const rentalClasses = ['ON_DEMAND', 'INTERRUPTIBLE'] as const;
export type RentalClass = (typeof rentalClasses)[number];

/**
 * The terms a provider signs (EIP-712 struct `Offer` of the escrow). Prices are token base units per hour,
 * times are chain seconds, durations are seconds.
 */
export interface Offer {
  provider: Address;
  token: Address;
  pricePerHour: bigint;
  storagePricePerHour: bigint;
  class: RentalClass;
  /** Commits to the machine and the slice of it that is rented. */
  assetHash: Hash;
  slaHash: Hash;
  maxFeeBps: number;
  /** The key that may start and, within bounds, stop the clock. */
  meter: Address;
  /** Zero: no contest. */
  arbiter: Address;
  /** The trailing window in which accrued money is not final yet. */
  window: number;
  retroBudget: number;
  noticeSeconds: number;
  /** An order's start deadline lies at most this far ahead. */
  startWithin: number;
  minDuration: number;
  evictPenalty: bigint;
  slaGrace: number;
  bond: bigint;
  /** No rental of this offer may end later. */
  availableUntil: number;
  /** 0: any number of rentals, one after another. */
  maxUses: number;
  validUntil: number;
  counter: bigint;
  salt: Hash;
}
