import { parseAddress, parseHash, type Order, type Stop, type Usage } from '@gpuflow/domain';

import type { OrderInput, StopInput, UsageInput } from '../generated/schema.js';
import { chainSeconds, intWithin, uintOf } from '../graphql/arguments.js';
import { parseOffer } from '../listings/offer-input.js';

const price = uintOf(96);
const bps = intWithin(0, 10_000);

/** The Order that a client sent, every field within its type in the contract. Refuses `MALFORMED_INPUT`. */
export function parseOrder(input: OrderInput, field: string): Order {
  const at = (name: keyof OrderInput) => `${field}.${name}`;
  return {
    renter: parseAddress(input.renter, at('renter')),
    offer: parseOffer(input.offer, at('offer')),
    pricePerHour: price(input.pricePerHour, at('pricePerHour')),
    deposit: price(input.deposit, at('deposit')),
    feeBps: bps(input.feeBps, at('feeBps')),
    starter: input.starter,
    startDeadline: chainSeconds(input.startDeadline, at('startDeadline')),
    maxEnd: chainSeconds(input.maxEnd, at('maxEnd')),
    validUntil: chainSeconds(input.validUntil, at('validUntil')),
    counter: uintOf(64)(input.counter, at('counter')),
    salt: parseHash(input.salt, at('salt')),
  };
}

/** The use that a client sent: what is not said is none. The market judges it. */
export function parseUsage({ diskGb, upGb, downGb, seconds }: UsageInput): Usage {
  return { diskGb: diskGb ?? 0, upGb: upGb ?? 0, downGb: downGb ?? 0, seconds };
}

/** The Stop that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseStop(input: StopInput, field: string): Stop {
  return {
    rentalId: parseHash(input.rentalId, `${field}.rentalId`),
    deadline: chainSeconds(input.deadline, `${field}.deadline`),
  };
}
