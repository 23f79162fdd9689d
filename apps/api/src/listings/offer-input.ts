import { parseAddress, parseHash, type Offer } from '@gpuflow/domain';

import type { OfferInput } from '../generated/schema.js';
import { chainSeconds, intWithin, uintOf } from '../graphql/arguments.js';

const price = uintOf(96);
const bps = intWithin(0, 10_000);
const seconds = intWithin(0, 2 ** 31 - 1);

/** The Offer that a client sent, every field within its type in the contract. Refuses `MALFORMED_INPUT`. */
export function parseOffer(input: OfferInput, field: string): Offer {
  const at = (name: keyof OfferInput) => `${field}.${name}`;
  return {
    provider: parseAddress(input.provider, at('provider')),
    token: parseAddress(input.token, at('token')),
    pricePerHour: price(input.pricePerHour, at('pricePerHour')),
    storagePricePerHour: price(input.storagePricePerHour, at('storagePricePerHour')),
    class: input.class,
    assetHash: parseHash(input.assetHash, at('assetHash')),
    slaHash: parseHash(input.slaHash, at('slaHash')),
    maxFeeBps: bps(input.maxFeeBps, at('maxFeeBps')),
    meter: parseAddress(input.meter, at('meter')),
    arbiter: parseAddress(input.arbiter, at('arbiter')),
    window: seconds(input.window, at('window')),
    retroBudget: seconds(input.retroBudget, at('retroBudget')),
    noticeSeconds: seconds(input.noticeSeconds, at('noticeSeconds')),
    startWithin: seconds(input.startWithin, at('startWithin')),
    minDuration: seconds(input.minDuration, at('minDuration')),
    evictPenalty: price(input.evictPenalty, at('evictPenalty')),
    slaGrace: seconds(input.slaGrace, at('slaGrace')),
    bond: price(input.bond, at('bond')),
    availableUntil: chainSeconds(input.availableUntil, at('availableUntil')),
    maxUses: Number(uintOf(32)(input.maxUses, at('maxUses'))),
    validUntil: chainSeconds(input.validUntil, at('validUntil')),
    counter: uintOf(64)(input.counter, at('counter')),
    salt: parseHash(input.salt, at('salt')),
  };
}
