import { zeroHash, type Address, type Hash, type Offer, type Order } from '@gpuflow/domain';

import { actors } from './actors.ts';
import type { Random } from './random.ts';
import type { Scene } from './scene.ts';

const day = 86_400;

/** A few offers of a few slices, of which some are the same. */
export function someOffers(
  random: Random,
  tokens: readonly [Address, ...Address[]],
  now: number,
): readonly [Offer, ...Offer[]] {
  const offer = () => anOffer(random, tokens, now);
  return [offer(), offer(), offer(), offer()];
}

function anOffer(random: Random, tokens: readonly [Address, ...Address[]], now: number): Offer {
  const [one, two] = actors;
  const pricePerHour = 1n + random.units(random.chance(0.9) ? 10n ** 9n : 2n ** 60n);
  return {
    provider: random.pick([one, two ?? one]),
    token: random.pick(tokens),
    pricePerHour,
    storagePricePerHour: random.chance(0.5) ? random.units(pricePerHour) : pricePerHour / 10n,
    class: random.pick(['ON_DEMAND', 'INTERRUPTIBLE', 'INTERRUPTIBLE']),
    assetHash: hashOf(random.below(3)),
    slaHash: zeroHash,
    maxFeeBps: random.pick([1_500, 1_000]),
    meter: random.pick(actors),
    arbiter: actors[0],
    window: random.pick([3_600, 0, 1, 60, 900, day]),
    retroBudget: random.pick([14_400, 0, 7, 600, 30 * day]),
    noticeSeconds: random.pick([600, 0, 1, 7_200, 43_200]),
    startWithin: random.pick([900, 0, 7_200, day]),
    minDuration: random.pick([60, 0, 1, 3_600]),
    evictPenalty: 0n,
    slaGrace: 0,
    bond: 0n,
    availableUntil: now + random.pick([400 * day, 90 * day]),
    maxUses: random.pick([0, 0, 0, 3]),
    validUntil: now + random.pick([400 * day, 90 * day]),
    counter: 0n,
    salt: hashOf(random.below(2 ** 31)),
  };
}

/** A renter's order of one of the offers, nearly always one that can be opened. */
export function anOrder({ random, offers, model, now }: Scene): Order {
  const offer = currentOffer(random.pick(offers), model.books.counters);
  const renter = mostlyAnother(random, offer.provider);
  const at = Number(now);
  const pricePerHour = offer.pricePerHour + random.pick([0n, 0n, 1n, offer.pricePerHour]);
  const hours = random.pick([2n, 24n, 700n, 700n]);
  const latest = random.chance(0.02) ? offer.startWithin + 1 : offer.startWithin;
  const startDeadline = at + random.pick([latest, random.below(latest + 1)]);
  const maxEnd = startDeadline + 1 + random.below(random.pick([600, 3 * day, 30 * day, 60 * day]));
  return {
    renter,
    offer,
    pricePerHour,
    deposit: pricePerHour * hours + random.units(pricePerHour),
    feeBps: model.books.rules.feeBps,
    starter: random.pick(['RENTER', 'METER']),
    startDeadline,
    maxEnd: random.chance(0.98) ? Math.min(maxEnd, offer.availableUntil) : maxEnd,
    validUntil: at + random.pick([300, 2 * day]),
    counter: (model.books.counters.get(renter) ?? 0n) + (random.chance(0.02) ? 1n : 0n),
    salt: hashOf(random.below(2 ** 31)),
  };
}

/** Nobody rents from itself, but now and then somebody tries. */
function mostlyAnother(random: Random, provider: Address): Address {
  const renter = random.pick(actors);
  return renter === provider && random.chance(0.9) ? mostlyAnother(random, provider) : renter;
}

function currentOffer(offer: Offer, counters: ReadonlyMap<Address, bigint>): Offer {
  return { ...offer, counter: counters.get(offer.provider) ?? 0n };
}

export function hashOf(number: number): Hash {
  return `0x${number.toString(16).padStart(64, '0')}`;
}
