import fc from 'fast-check';
import { chainNow, listing as sample } from '../fixture/terms.js';
import {
  accepted,
  digests,
  openEscrow,
  provider,
  meter,
  renter,
  rentalOf,
} from '../fixture/escrow.js';
import { allInPrice, trafficGbMax, type Usage } from './all-in-price.js';
import { dryRun } from './dry-run.js';
import { listingPrice, refusePrice } from './price-rule.js';
import { quote, type Quote } from './quote.js';

const units = (max: bigint) => fc.bigInt({ min: 0n, max });

/** Any listing that can be priced, and a use that it has room for. */
const pricedUse = fc
  .record({
    pricePerHour: fc.bigInt({ min: 1n, max: 10n ** 10n }),
    includedDiskGb: fc.integer({ min: 0, max: 500 }),
    diskPricePerGbHourUnits: units(10n ** 6n),
    upPricePerGbUnits: units(10n ** 6n),
    downPricePerGbUnits: units(10n ** 6n),
    feeBps: fc.integer({ min: 0, max: 1_500 }),
    usage: fc.record<Usage>({
      diskGb: fc.integer({ min: 0, max: 500 }),
      upGb: fc.integer({ min: 0, max: trafficGbMax }),
      downGb: fc.integer({ min: 0, max: trafficGbMax }),
      seconds: fc.integer({ min: 60, max: 5_000_000 }),
    }),
  })
  .map(({ pricePerHour, feeBps, usage, ...terms }) => ({
    listing: { ...sample, terms, offer: { ...sample.offer, pricePerHour } },
    feeBps,
    usage,
  }));

type PricedUse = typeof pricedUse extends fc.Arbitrary<infer Use> ? Use : never;

function quoteOf({ listing, feeBps, usage }: PricedUse): Quote {
  const asked = { renter, listing, usage, depositUnits: undefined, feeBps, counter: 0n, chainNow };
  return quote({ ...asked, salt: `0x${'9'.repeat(64)}` });
}

/** What has moved when the renter of this order has stayed so many seconds, and all is final. */
function moved({ order }: Quote, seconds: number) {
  const { model, act } = openEscrow();
  model.record({ kind: 'FEE_SET', feeBps: order.feeBps });
  accepted(act(renter, 0n, depositOf(order.deposit)));
  accepted(act(renter, chainNow, { kind: 'OPEN', order, offerSignature: provider }));
  accepted(act(meter, chainNow, { kind: 'START', order }));
  const end = chainNow + BigInt(seconds);
  accepted(act(renter, end, { kind: 'STOP', order }));
  accepted(act(renter, end + BigInt(order.offer.window), { kind: 'CLOSE', order }));
  return rentalOf(model, order);
}

const depositOf = (amountUnits: bigint) =>
  ({ kind: 'DEPOSIT', token: sample.offer.token, owner: renter, amountUnits }) as const;

describe('the all-in price', () => {
  it.each([
    // 0.59 an hour, 100 of 150 GB beyond what is included at 0.0001 an hour, 10 GB up at 0.02, 50 GB down at 0.01.
    [{ diskGb: 150, upGb: 10, downGb: 50, seconds: 7_200 }, 950_000n, 1_900_000n, 1_900_000n],
    [{ diskGb: 50, upGb: 0, downGb: 0, seconds: 7_200 }, 590_000n, 1_180_000n, 1_180_000n],
    // 61 seconds at 590,000 an hour are 9,997.2 units: so much less moves, and so much more must be there.
    [{ diskGb: 0, upGb: 0, downGb: 0, seconds: 61 }, 590_000n, 9_997n, 9_998n],
    // One GB in 61 seconds: 20,000 × 3600 ÷ 61 = 1,180,327.9 an hour.
    [{ diskGb: 0, upGb: 1, downGb: 0, seconds: 61 }, 1_770_328n, 29_997n, 29_998n],
  ])('of %j', (usage, pricePerHourUnits, allInUnits, depositUnits) => {
    const charged = {
      pricePerHourUnits: 590_000n,
      includedDiskGb: 50,
      diskPricePerGbHourUnits: 100n,
      upPricePerGbUnits: 20_000n,
      downPricePerGbUnits: 10_000n,
    };
    const want = { pricePerHourUnits, allInUnits, depositUnits };
    expect(allInPrice(charged, usage)).toEqual(want);
  });

  it('is the quote’s, and what moves in the contract’s reference model, to the unit', () => {
    fc.assert(
      fc.property(pricedUse, (use) => {
        const { listing, usage } = use;
        const quoted = quoteOf(use);
        const { allInUnits, pricePerHourUnits } = allInPrice(listingPrice(listing), usage);
        expect(quoted.allInUnits).toBe(allInUnits);
        expect(quoted.order.pricePerHour).toBe(pricePerHourUnits);
        const rental = moved(quoted, usage.seconds);
        expect(rental.claimedUnits).toBe(allInUnits);
        expect(rental.feeUnits).toBe(quoted.feeUnits);
        expect(rental.refundedUnits + rental.claimedUnits).toBe(quoted.order.deposit);
      }),
      { numRuns: 200 },
    );
  });

  it('covers disk and traffic, never less and by less than a unit an hour more', () => {
    fc.assert(
      fc.property(pricedUse, ({ listing, usage }) => {
        const price = allInPrice(listingPrice(listing), usage);
        const { terms, offer } = listing;
        const extraGb = BigInt(Math.max(0, usage.diskGb - terms.includedDiskGb));
        const seconds = BigInt(usage.seconds);
        const exact =
          (offer.pricePerHour + extraGb * terms.diskPricePerGbHourUnits) * seconds +
          3600n * BigInt(usage.upGb) * terms.upPricePerGbUnits +
          3600n * BigInt(usage.downGb) * terms.downPricePerGbUnits;
        const charged = price.pricePerHourUnits * seconds;
        expect(charged - exact).toBeGreaterThanOrEqual(0n);
        expect(charged - exact).toBeLessThan(seconds);
      }),
    );
  });
});

describe('refusePrice', () => {
  const usage = { diskGb: 0, upGb: 0, downGb: 0, seconds: 7_200 };
  const { order } = quoteOf({ listing: sample, feeBps: 1_000, usage });

  it('takes the quote’s price, and no other, on demand', () => {
    expect(() => refusePrice(order, sample, usage)).not.toThrow();
    for (const pricePerHour of [589_999n, 590_001n])
      expect(() => refusePrice({ ...order, pricePerHour }, sample, usage)).toThrow(
        'PRICE_MISMATCH',
      );
  });

  it('takes a higher bid for an interruptible one', () => {
    const offer = { ...sample.offer, class: 'INTERRUPTIBLE' } as const;
    const listing = { ...sample, offer };
    const bid = (pricePerHour: bigint) =>
      refusePrice({ ...order, offer, pricePerHour }, listing, usage);
    expect(() => bid(590_001n)).not.toThrow();
    expect(() => bid(589_999n)).toThrow('PRICE_BELOW_OFFER');
  });
});

describe('dryRun', () => {
  const usage = { diskGb: 0, upGb: 0, downGb: 0, seconds: 7_200 };
  const { order } = quoteOf({ listing: sample, feeBps: 1_000, usage });
  const at = (seconds: number) => chainNow + BigInt(seconds);

  it('plays the published example to each of its ends', () => {
    expect(dryRun(order, digests, { now: chainNow, stopAfterSeconds: 3_600n })).toEqual([
      {
        end: 'NEVER_STARTED',
        path: [
          { state: 'RESERVED', at: at(0) },
          { state: 'CLOSED', at: at(886) },
        ],
        ...{ paidUnits: 0n, providerUnits: 0n, feeUnits: 0n, refundUnits: 1_180_000n },
      },
      {
        end: 'STOPPED',
        path: [
          { state: 'RESERVED', at: at(0) },
          { state: 'RUNNING', at: at(0) },
          { state: 'ENDED', at: at(3_600) },
          { state: 'CLOSED', at: at(7_200) },
        ],
        ...{
          paidUnits: 590_000n,
          providerUnits: 531_000n,
          feeUnits: 59_000n,
          refundUnits: 590_000n,
        },
      },
      {
        end: 'HALTED',
        path: [
          { state: 'RESERVED', at: at(0) },
          { state: 'RUNNING', at: at(0) },
          { state: 'HALTED', at: at(3_600) },
          { state: 'ENDED', at: at(7_200) },
          { state: 'CLOSED', at: at(10_800) },
        ],
        ...{
          paidUnits: 590_000n,
          providerUnits: 531_000n,
          feeUnits: 59_000n,
          refundUnits: 590_000n,
        },
      },
      {
        end: 'RAN_OUT',
        path: [
          { state: 'RESERVED', at: at(0) },
          { state: 'RUNNING', at: at(0) },
          { state: 'ENDED', at: at(7_200) },
          { state: 'CLOSED', at: at(10_800) },
        ],
        ...{
          paidUnits: 1_180_000n,
          providerUnits: 1_062_000n,
          feeUnits: 118_000n,
          refundUnits: 0n,
        },
      },
    ]);
  });

  it('leaves no unit out, whatever is rented', () => {
    fc.assert(
      fc.property(pricedUse, fc.integer({ min: 1, max: 5_000_000 }), (use, seconds) => {
        const quoted = quoteOf(use);
        const times = { now: chainNow, stopAfterSeconds: BigInt(seconds) };
        for (const outcome of dryRun(quoted.order, digests, times)) {
          expect(outcome.paidUnits + outcome.refundUnits).toBe(quoted.worstCaseUnits);
          expect(outcome.providerUnits + outcome.feeUnits).toBe(outcome.paidUnits);
          expect(outcome.path.at(-1)?.state).toBe('CLOSED');
        }
      }),
      { numRuns: 50 },
    );
  });
});
