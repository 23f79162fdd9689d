import type { ListingFilter } from '@gpuflow/db';
import { parseAddress } from '@gpuflow/domain';

import type { ListingFilter as FilterInput } from '../generated/schema.js';
import { intWithin, listOf, optional, textWithin, uintOf } from '../graphql/arguments.js';

const models = optional(listOf(textWithin(1, 64), 20));
const countries = optional(listOf(textWithin(2, 2), 50));
const count = optional(intWithin(0, 2 ** 31 - 1));
const price = optional(uintOf(96));
const address = optional(parseAddress);

/** The conditions that a client sent; none where it sent none. Refuses `MALFORMED_INPUT`. */
export function parseFilter(sent: FilterInput | null | undefined, field: string): ListingFilter {
  const input = sent ?? {};
  const at = (name: keyof FilterInput) => `${field}.${name}`;
  return {
    gpuModels: models(input.gpuModels, at('gpuModels')),
    gpuCountMin: count(input.gpuCountMin, at('gpuCountMin')),
    vramGbMin: count(input.vramGbMin, at('vramGbMin')),
    countries: countries(input.countries, at('countries')),
    tier: input.tier ?? undefined,
    pricePerHourMaxUnits: price(input.pricePerHourMaxUnits, at('pricePerHourMaxUnits')),
    online: input.online ?? undefined,
    available: input.available ?? undefined,
    provider: address(input.provider, at('provider')),
  };
}
