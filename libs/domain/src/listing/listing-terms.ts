import { Refusal } from '../refusal.js';

/**
 * What a listing charges beside its Offer's price, in base units of the Offer's token. The contract knows none of it: an
 * Order's price per hour contains it, and the Offer commits to it by `slaHash`, so that the provider has signed it.
 */
export interface ListingTerms {
  /** Disk that the Offer's price includes. */
  includedDiskGb: number;
  /** For each further GB, per hour. */
  diskPricePerGbHourUnits: bigint;
  /** For each GB that leaves the machine. */
  upPricePerGbUnits: bigint;
  /** For each GB that reaches it. */
  downPricePerGbUnits: bigint;
}

/** Disk as much as there is, and traffic, for nothing. */
export function allIncluded(diskGb: number): ListingTerms {
  return {
    includedDiskGb: diskGb,
    diskPricePerGbHourUnits: 0n,
    upPricePerGbUnits: 0n,
    downPricePerGbUnits: 0n,
  };
}

/** A price beyond this leaves no room in the contract's 96 bits for disk and traffic at their largest. */
export const perGbUnitsMax = 2n ** 64n - 1n;

const prices = ['diskPricePerGbHourUnits', 'upPricePerGbUnits', 'downPricePerGbUnits'] as const;

/** Refuses `TERMS_OUT_OF_BOUNDS` for prices that are negative or absurd, or for more disk than the slice has. */
export function refuseListingTerms(terms: ListingTerms, sliceDiskGb: number): void {
  const { includedDiskGb } = terms;
  if (includedDiskGb < 0) throw outOfBounds('includedDiskGb', BigInt(includedDiskGb), 0n);
  if (includedDiskGb > sliceDiskGb)
    throw outOfBounds('includedDiskGb', BigInt(includedDiskGb), BigInt(sliceDiskGb));
  for (const term of prices) {
    if (terms[term] < 0n) throw outOfBounds(term, terms[term], 0n);
    if (terms[term] > perGbUnitsMax) throw outOfBounds(term, terms[term], perGbUnitsMax);
  }
}

function outOfBounds(term: string, have: bigint, bound: bigint) {
  return new Refusal('TERMS_OUT_OF_BOUNDS', { term, have, bound });
}
