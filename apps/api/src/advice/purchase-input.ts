import type { Purchase } from '@gpuflow/domain';

import type { PurchaseInput } from '../generated/schema.js';
import { uintOf } from '../graphql/arguments.js';

const units = uintOf(96);

/** A card that somebody thinks of buying. Refuses `MALFORMED_INPUT`. */
export function parsePurchase(input: PurchaseInput, field: string): Purchase {
  return {
    ...input,
    cardUnits: units(input.cardUnits, `${field}.cardUnits`),
    resaleUnits: units(input.resaleUnits ?? '0', `${field}.resaleUnits`),
    kwhUnits: units(input.kwhUnits, `${field}.kwhUnits`),
    rentPerHourUnits: units(input.rentPerHourUnits, `${field}.rentPerHourUnits`),
  };
}
