import fc from 'fast-check';

/** Every slice has so much disk. */
export const sliceDiskGb = 300;
/** Ends that lie so far apart are each mined at their second. */
const apartSeconds = 500;

/** A stay of a minute to a week. */
const stay = fc
  .tuple(fc.integer({ min: 0, max: 1_200 }), fc.integer({ min: 60, max: 260 }))
  .map(([far, odd]) => far * apartSeconds + odd);

const use = fc.record({
  class: fc.constantFrom('ON_DEMAND' as const, 'INTERRUPTIBLE' as const),
  pricePerHourUnits: fc.oneof(
    fc.bigInt({ min: 1n, max: 3_600n }),
    fc.bigInt({ min: 3_600n, max: 5_000_000n }),
  ),
  includedDiskGb: fc.integer({ min: 0, max: sliceDiskGb }),
  diskPricePerGbHourUnits: fc.bigInt({ min: 0n, max: 2_000n }),
  upPricePerGbUnits: fc.bigInt({ min: 0n, max: 50_000n }),
  downPricePerGbUnits: fc.bigInt({ min: 0n, max: 50_000n }),
  diskGb: fc.integer({ min: 0, max: sliceDiskGb }),
  upGb: fc.integer({ min: 0, max: 1_000 }),
  downGb: fc.integer({ min: 0, max: 1_000 }),
  seconds: stay,
  /** What the renter deposits beyond the price. */
  spareUnits: fc.bigInt({ min: 0n, max: 5_000_000n }),
});

/** A listing, what a renter means to do with it, and the fee of that day. Prices in base units. */
export type Use = (typeof use extends fc.Arbitrary<infer Drawn> ? Drawn : never) & {
  feeBps: number;
};

/** So many uses, which a seed decides, under one fee and then another. */
export function usesOf(seed: number, count: number): Use[] {
  const fee = fc.integer({ min: 0, max: 1_500 });
  const apart = fc.uniqueArray(use, {
    minLength: count,
    maxLength: count,
    selector: ({ seconds }) => Math.floor(seconds / apartSeconds),
  });
  return fc
    .sample(fc.tuple(apart, fee, fee), { seed, numRuns: 1 })
    .flatMap(([uses, before, after]) =>
      uses.map((one, place) => ({ ...one, feeBps: 2 * place < count ? before : after })),
    );
}

/** What a use costs: disk by the hour and traffic over the stay, in one price per hour, floored once at the end. */
export function costOf(one: Use): bigint {
  const seconds = BigInt(one.seconds);
  const extraDiskGb = BigInt(Math.max(0, one.diskGb - one.includedDiskGb));
  const traffic =
    BigInt(one.upGb) * one.upPricePerGbUnits + BigInt(one.downGb) * one.downPricePerGbUnits;
  const perHour =
    one.pricePerHourUnits +
    extraDiskGb * one.diskPricePerGbHourUnits +
    (traffic * 3_600n + seconds - 1n) / seconds;
  return (perHour * seconds) / 3_600n;
}

/** What the platform has of that. */
export function feeOf(one: Use): bigint {
  return (costOf(one) * BigInt(one.feeBps)) / 10_000n;
}
