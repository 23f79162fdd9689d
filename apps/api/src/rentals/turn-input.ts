import { parseHash, type Amend, type PauseOrResume } from '@gpuflow/domain';

import type { AmendInput, TurnInput } from '../generated/schema.js';
import { chainSeconds, intWithin, uintOf } from '../graphql/arguments.js';

const turn = intWithin(0, 2 ** 16 - 1);
const price = uintOf(96);

/** The Pause or Resume that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseTurn(input: TurnInput, field: string): PauseOrResume {
  return {
    rentalId: parseHash(input.rentalId, `${field}.rentalId`),
    turn: turn(input.turn, `${field}.turn`),
    deadline: chainSeconds(input.deadline, `${field}.deadline`),
  };
}

/** The Amend that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseAmend(input: AmendInput, field: string): Amend {
  const at = (name: keyof AmendInput) => `${field}.${name}`;
  return {
    rentalId: parseHash(input.rentalId, at('rentalId')),
    pricePerHour: price(input.pricePerHour, at('pricePerHour')),
    storagePricePerHour: price(input.storagePricePerHour, at('storagePricePerHour')),
    maxEnd: chainSeconds(input.maxEnd, at('maxEnd')),
    turn: turn(input.turn, at('turn')),
    deadline: chainSeconds(input.deadline, at('deadline')),
  };
}
