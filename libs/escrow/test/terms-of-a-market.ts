import type { Address, Hash, Offer, Order } from '@gpuflow/domain';

const now = 1_767_225_600;
const hashOf = (byte: string): Hash => `0x${byte.repeat(32)}`;
const addressOf = (byte: string): Address => `0x${byte.repeat(20)}`;

/** An Offer that the contract accepts, made long before it runs out. */
export function offerOf(change: Partial<Offer> = {}): Offer {
  return {
    provider: addressOf('a1'),
    token: addressOf('b2'),
    pricePerHour: 590_000n,
    storagePricePerHour: 1_000n,
    class: 'ON_DEMAND',
    assetHash: hashOf('c3'),
    slaHash: hashOf('d4'),
    maxFeeBps: 1_500,
    meter: addressOf('e5'),
    arbiter: addressOf('00'),
    window: 3_600,
    retroBudget: 14_400,
    noticeSeconds: 600,
    startWithin: 3_600,
    minDuration: 60,
    evictPenalty: 0n,
    slaGrace: 300,
    bond: 0n,
    availableUntil: now + 300 * 86_400,
    maxUses: 0,
    validUntil: now + 200 * 86_400,
    counter: 0n,
    salt: hashOf('f6'),
    ...change,
  };
}

/** An Order for an Offer, at chain time `at`, that the contract accepts. */
export function orderOf(offer: Offer, change: Partial<Order> = {}, at = now): Order {
  return {
    renter: addressOf('07'),
    offer,
    pricePerHour: offer.pricePerHour,
    deposit: 5_000_000n,
    feeBps: 1_000,
    starter: 'METER',
    startDeadline: at + 1_800,
    maxEnd: at + 40_000,
    validUntil: at + 300,
    counter: 0n,
    salt: hashOf('18'),
    ...change,
  };
}
