import fc from 'fast-check';

import {
  depositFor,
  endCap,
  feeOf,
  grossAt,
  secondsFor,
  solventUntil,
  vestedAt,
} from './accrual.js';
import type { RentalClock } from './accrual.js';

const price = fc.bigInt({ min: 1n, max: 2n ** 96n - 1n });
const funds = fc.bigInt({ min: 1n, max: 2n ** 96n - 1n });
const second = fc.bigInt({ min: 0n, max: 2n ** 32n });

const running = (fields: Partial<RentalClock>): RentalClock => ({
  fundedUnits: 5_000_000n,
  numUnitSeconds: 0n,
  clockFrom: 1_000n,
  endsAt: 2n ** 40n - 1n,
  ratePerHourUnits: 590_000n,
  ended: false,
  ...fields,
});

describe('the published example', () => {
  const clock = running({});

  it('costs exactly two prices for two hours, where flooring each second would bill 1,173,600', () => {
    expect(grossAt(clock, 1_000n + 7_200n)).toBe(1_180_000n);
    expect(feeOf(1_180_000n, 1_000)).toBe(118_000n);
  });

  it('lasts until the deposit is used up, to the second', () => {
    expect(solventUntil(clock)).toBe(1_000n + 30_508n);
    expect(secondsFor(5_000_000n, 590_000n)).toBe(30_508n);
    expect(grossAt(clock, 2n ** 40n)).toBe(4_999_922n);
  });

  it('keeps its end when the refund has lowered what is funded', () => {
    const stopped = running({ fundedUnits: 163n, endsAt: 1_001n, ended: true });
    expect(endCap(stopped)).toBe(1_001n);
    expect(grossAt(stopped, 9_999n)).toBe(163n);
  });

  it('vests a window late', () => {
    expect(vestedAt(clock, 1_000n + 3_600n, 3_600n)).toBe(0n);
    expect(vestedAt(clock, 1_000n + 3_601n, 3_600n)).toBe(163n);
    expect(vestedAt(clock, 10n, 3_600n)).toBe(0n);
  });
});

describe('for any price, deposit and second', () => {
  it('0 <= vested <= gross <= funded', () => {
    fc.assert(
      fc.property(price, funds, second, second, (ratePerHourUnits, fundedUnits, at, window) => {
        const clock = running({ ratePerHourUnits, fundedUnits });
        const gross = grossAt(clock, at);
        const vested = vestedAt(clock, at, window);
        return 0n <= vested && vested <= gross && gross <= fundedUnits;
      }),
    );
  });

  it('k whole hours cost exactly k prices', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 80n }),
        fc.bigInt({ min: 0n, max: 8_784n }),
        (p, k) => {
          const clock = running({ ratePerHourUnits: p, fundedUnits: p * 8_784n });
          return grossAt(clock, 1_000n + k * 3_600n) === k * p;
        },
      ),
    );
  });

  it('a deposit for n seconds lasts n seconds, and not one unit less would do', () => {
    fc.assert(
      fc.property(price, fc.bigInt({ min: 1n, max: 31_622_400n }), (p, seconds) => {
        const deposit = depositFor(p, seconds);
        return secondsFor(deposit, p) >= seconds && secondsFor(deposit - 1n, p) < seconds;
      }),
    );
  });

  it('fees of any partition add up to the fee of the whole', () => {
    const parts = fc.array(fc.bigInt({ min: 0n, max: 2n ** 60n }), { maxLength: 20 });
    fc.assert(
      fc.property(parts, fc.integer({ min: 0, max: 1_500 }), (amounts, bps) => {
        let claimed = 0n;
        let fees = 0n;
        for (const amount of amounts) {
          fees += feeOf(claimed + amount, bps) - feeOf(claimed, bps);
          claimed += amount;
        }
        return fees === feeOf(claimed, bps);
      }),
    );
  });
});
