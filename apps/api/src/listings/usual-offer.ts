import {
  usualWaits,
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
    ...usualWaits[request.class],
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
