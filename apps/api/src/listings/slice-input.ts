import type { ListingTerms, Slice } from '@gpuflow/domain';

import type { ListingTermsInput, SliceInput } from '../generated/schema.js';
import { intWithin, listOf, uintOf } from '../graphql/arguments.js';

const gpusMax = 64;
const index = intWithin(0, gpusMax - 1);
const diskGb = intWithin(0, 2 ** 31 - 1);
const price = uintOf(96);

/** The slice that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseSlice(input: SliceInput, field: string): Slice {
  return {
    gpuIndices: listOf(index, gpusMax)(input.gpuIndices, `${field}.gpuIndices`),
    diskGb: diskGb(input.diskGb, `${field}.diskGb`),
  };
}

/** The listing terms that a client sent. Refuses `MALFORMED_INPUT`. */
export function parseListingTerms(input: ListingTermsInput, field: string): ListingTerms {
  const at = (name: keyof ListingTermsInput) => `${field}.${name}`;
  return {
    includedDiskGb: diskGb(input.includedDiskGb, at('includedDiskGb')),
    diskPricePerGbHourUnits: price(input.diskPricePerGbHourUnits, at('diskPricePerGbHourUnits')),
    upPricePerGbUnits: price(input.upPricePerGbUnits, at('upPricePerGbUnits')),
    downPricePerGbUnits: price(input.downPricePerGbUnits, at('downPricePerGbUnits')),
  };
}
