import fc from 'fast-check';

export const happeningKinds = [
  ...(['BID', 'RAISE', 'STOP', 'CANCEL', 'PAUSE', 'RESUME'] as const),
  ...(['DEMAND', 'LEAVE'] as const),
] as const;

/** What people do with a slice, and how many seconds after what was done before. */
export interface Happening {
  after: number;
  what: (typeof happeningKinds)[number];
  /** Which renter. */
  who: number;
  /** How much is bid, raised or deposited: small numbers, so that equal prices are common. */
  by: number;
}

const after = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 1, max: 120 }),
  fc.integer({ min: 1, max: 7_200 }),
);
const what = fc.oneof(
  { weight: 4, arbitrary: fc.constant('BID' as const) },
  { weight: 6, arbitrary: fc.constantFrom(...happeningKinds) },
);

/** Up to forty of them. */
export const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.record({
    after,
    what,
    who: fc.integer({ min: 0, max: 3 }),
    by: fc.integer({ min: 1, max: 12 }),
  }),
  { maxLength: 40 },
);

/** Seconds of the notice, of a boot, and between a wish for a call and its block. */
export const paces = fc.record({
  notice: fc.constantFrom(0, 1, 300, 3_600),
  boot: fc.constantFrom(0, 5, 120),
  lag: fc.constantFrom(0, 2, 15),
});
