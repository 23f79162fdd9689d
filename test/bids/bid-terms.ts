import { zeroAddress, type Address, type Hash, type Offer, type Order } from '@gpuflow/domain';

export const provider: Address = `0x${'a1'.repeat(20)}`;
export const meter: Address = `0x${'3e'.repeat(20)}`;
export const stranger: Address = `0x${'57'.repeat(20)}`;
export const token: Address = `0x${'7c'.repeat(20)}`;

const hour = 3_600;
const startWithin = 6 * hour;
/** The provider's floor. */
export const floorUnits = 500_000n;
const stepUnits = 10_000n;

/** A bid of a few steps above the floor, with money for one to six hours. */
export function bidOrder(
  now: bigint,
  number: number,
  renter: Address,
  steps: number,
  noticeSeconds: number,
): Order {
  const offer = offerOf('INTERRUPTIBLE', noticeSeconds);
  const pricePerHour = floorUnits + BigInt(steps) * stepUnits;
  return orderOf(now, number, renter, offer, pricePerHour, 1 + (number % 6));
}

/** An order on demand that lasts out a notice. */
export function claimOrder(
  now: bigint,
  number: number,
  renter: Address,
  hours: number,
  noticeSeconds: number,
): Order {
  const offer = offerOf('ON_DEMAND', noticeSeconds);
  const order = orderOf(now, number, renter, offer, offer.pricePerHour, hours);
  return { ...order, validUntil: Number(now) + noticeSeconds + 2 * hour };
}

function orderOf(
  now: bigint,
  number: number,
  renter: Address,
  offer: Offer,
  pricePerHour: bigint,
  hours: number,
): Order {
  const startDeadline = Number(now) + startWithin;
  return {
    renter,
    offer,
    pricePerHour,
    deposit: pricePerHour * BigInt(hours),
    feeBps: 1_000,
    starter: 'METER',
    startDeadline,
    maxEnd: startDeadline + 24 * hour,
    validUntil: startDeadline,
    counter: 0n,
    salt: hashOf(number),
  };
}

function offerOf(rentalClass: Offer['class'], noticeSeconds: number): Offer {
  const asset = hashOf(0xa55e7);
  return {
    provider,
    token,
    pricePerHour: rentalClass === 'ON_DEMAND' ? 2n * floorUnits : floorUnits,
    storagePricePerHour: 20_000n,
    class: rentalClass,
    assetHash: asset,
    slaHash: asset,
    maxFeeBps: 1_500,
    meter,
    arbiter: zeroAddress,
    window: 600,
    retroBudget: 0,
    noticeSeconds,
    startWithin,
    minDuration: 60,
    evictPenalty: 0n,
    slaGrace: 0,
    bond: 0n,
    availableUntil: 90_000_000,
    maxUses: 0,
    validUntil: 90_000_000,
    counter: 0n,
    salt: asset,
  };
}

function hashOf(number: number): Hash {
  return `0x${number.toString(16).padStart(64, '0')}`;
}
