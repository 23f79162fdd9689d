import {
  zeroAddress,
  type Address,
  type Hash,
  type Offer,
  type RentalClass,
} from '@gpuflow/domain';

const hour = 3600;
const day = 24 * hour;

/** What an Offer depends on beside the market's usual terms. */
export interface UsualOfferRequest {
  provider: Address;
  /** Of the slice. */
  assetHash: Hash;
  /** Of the listing terms. */
  slaHash: Hash;
  class: RentalClass;
  token: Address;
  pricePerHourUnits: bigint;
  meter: Address;
  /** The provider's counter in the contract. */
  counter: bigint;
  chainNow: bigint;
  salt: Hash;
}

/**
 * How long an end is announced ahead, and how far ahead a start may lie. On demand: an hour, and a quarter of one to boot. Who
 * is outbid has five minutes to save its work; and a bid may wait for a day, since one whose start is due before the notice of
 * what runs is over could never take its place.
 */
const waits = {
  ON_DEMAND: { noticeSeconds: hour, startWithin: 900 },
  INTERRUPTIBLE: { noticeSeconds: 300, startWithin: day },
} as const;

/**
 * An Offer under the market's usual terms, ready to sign: no storage price, no bond, no arbiter; accrued
 * money vests after an hour, of which four in all can be contested; rentals of a minute at least, within ninety days; to be
 * accepted within thirty.
 */
export function usualOffer(request: UsualOfferRequest): Offer {
  const now = Number(request.chainNow);
  return {
    provider: request.provider,
    token: request.token,
    pricePerHour: request.pricePerHourUnits,
    storagePricePerHour: 0n,
    class: request.class,
    assetHash: request.assetHash,
    slaHash: request.slaHash,
    maxFeeBps: 1500,
    meter: request.meter,
    arbiter: zeroAddress,
    window: hour,
    retroBudget: 4 * hour,
    ...waits[request.class],
    minDuration: 60,
    evictPenalty: 0n,
    slaGrace: 0,
    bond: 0n,
    availableUntil: now + 90 * day,
    maxUses: 0,
    validUntil: now + 30 * day,
    counter: request.counter,
    salt: request.salt,
  };
}
