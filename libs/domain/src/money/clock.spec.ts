import fc from 'fast-check';

import { depositFor, feeOf, secondsFor } from './accrual.js';
import {
  billedSecondsAt,
  closed,
  cut,
  endCap,
  grossAt,
  solventUntil,
  stoppedClock,
  turned,
  vestedAt,
} from './clock.js';
import type { Metered, RentalClock, Segment } from './clock.js';

const price = fc.bigInt({ min: 1n, max: 2n ** 96n - 1n });
const funds = fc.bigInt({ min: 1n, max: 2n ** 96n - 1n });
const second = fc.bigInt({ min: 0n, max: 2n ** 32n });

const at = (from: bigint, pricePerHourUnits: bigint): Segment => ({
  from,
  rate: 'PRICE',
  pricePerHourUnits,
});
const stored = (from: bigint): Segment => ({ from, rate: 'STORAGE', pricePerHourUnits: 1_000n });
const clockFrom = (from: bigint, pricePerHourUnits: bigint): RentalClock => ({
  ...stoppedClock,
  current: at(from, pricePerHourUnits),
});
const running = (fields: Partial<Metered> = {}): Metered => ({
  clock: clockFrom(1_000n, 590_000n),
  fundedUnits: 5_000_000n,
  endsAt: 2n ** 40n - 1n,
  endedAt: undefined,
  ...fields,
});

describe('the published example', () => {
  const rental = running();

  it('costs exactly two prices for two hours, where flooring each second would bill 1,173,600', () => {
    expect(grossAt(rental, 1_000n + 7_200n)).toBe(1_180_000n);
    expect(feeOf(1_180_000n, 1_000)).toBe(118_000n);
  });

  it('lasts until the deposit is used up, to the second', () => {
    expect(solventUntil(rental)).toBe(1_000n + 30_508n);
    expect(secondsFor(5_000_000n, 590_000n)).toBe(30_508n);
    expect(grossAt(rental, 2n ** 40n)).toBe(4_999_922n);
  });

  it('keeps its end when the refund has lowered what is funded', () => {
    const stopped = running({ fundedUnits: 163n, endsAt: 1_001n, endedAt: 1_001n });
    expect(endCap(stopped)).toBe(1_001n);
    expect(grossAt(stopped, 9_999n)).toBe(163n);
  });

  it('vests a window late', () => {
    expect(vestedAt(rental, 1_000n + 3_600n, 3_600n)).toBe(0n);
    expect(vestedAt(rental, 1_000n + 3_601n, 3_600n)).toBe(163n);
    expect(vestedAt(rental, 10n, 3_600n)).toBe(0n);
  });
});

describe('a clock that changes', () => {
  const down = (clock: RentalClock, since: bigint) => running({ clock: cut(clock, since) });
  const first = clockFrom(1_000n, 590_000n);

  it('charges nothing while it is down, and the price again from the second it is up', () => {
    const up = turned(cut(first, 1_777n), at(2_000n, 590_000n));
    const rental = running({ clock: up });
    // 777 s, then 223 s: 1,000 s at 590,000 an hour are 163,888.9.
    expect(grossAt(rental, 1_999n)).toBe(127_341n);
    expect(grossAt(rental, 2_223n)).toBe(163_888n);
    expect(billedSecondsAt(rental, 2_223n)).toBe(1_000n);
  });

  it('charges storage while it is paused', () => {
    const rental = running({ clock: turned(first, stored(4_600n)) });
    expect(grossAt(rental, 8_200n)).toBe(591_000n);
    expect(billedSecondsAt(rental, 8_200n)).toBe(7_200n);
  });

  it('takes back what a cut finds in the segment before the last one', () => {
    const paused = turned(first, stored(4_600n));
    expect(grossAt(down(paused, 4_000n), 9_999n)).toBe(491_666n);
    expect(grossAt(down(paused, 5_000n), 9_999n)).toBe(590_111n);
  });

  it('vests what lies before the last two segments at once', () => {
    const thrice = turned(turned(first, stored(1_100n)), at(1_200n, 590_000n));
    const rental = running({ clock: thrice });
    expect(vestedAt(rental, 1_300n, 3_600n)).toBe(16_388n);
    expect(vestedAt(rental, 1_150n + 3_600n, 3_600n)).toBe(16_402n);
  });

  it('goes on at a new price, and what was charged before stays', () => {
    const rental = running({ clock: closed(first, 4_600n, ({ from }) => at(from, 1_180_000n)) });
    expect(grossAt(rental, 4_600n)).toBe(590_000n);
    expect(grossAt(rental, 8_200n)).toBe(1_770_000n);
    expect(vestedAt(rental, 4_600n, 3_600n)).toBe(590_000n);
  });

  it('ends in the segment in which the money ends', () => {
    const poor = { fundedUnits: 590_010n };
    const paused = running({ ...poor, clock: turned(first, stored(4_600n)) });
    expect(solventUntil(paused)).toBe(4_636n);
    expect(grossAt(paused, 2n ** 40n)).toBe(590_010n);
    // A preempted rental's clock turns in the future: the money may not last until then.
    const preempted = running({ ...poor, clock: turned(first, stored(9_999n)) });
    expect(solventUntil(preempted)).toBe(4_600n);
  });

  it('never ends by money where nothing is charged', () => {
    const rental = running({ clock: cut(first, 1_500n), endsAt: 77_777n });
    expect(solventUntil(rental)).toBeUndefined();
    expect(endCap(rental)).toBe(77_777n);
  });
});

/** The same cost, counted second by second: what each second of a rental's life is charged. */
function slowGross(charges: readonly bigint[], seconds: number): bigint {
  return charges.slice(0, seconds).reduce((sum, charge) => sum + charge, 0n) / 3_600n;
}

describe('for any changes of the clock', () => {
  const life = fc.array(
    fc.record({
      seconds: fc.integer({ min: 0, max: 40 }),
      pricePerHourUnits: fc.bigInt({ min: 0n, max: 10_000n }),
    }),
    { minLength: 1, maxLength: 8 },
  );

  const clockOf = (segments: readonly { seconds: number; pricePerHourUnits: bigint }[]) => {
    let clock: RentalClock | undefined;
    const charges: bigint[] = [];
    for (const { seconds, pricePerHourUnits } of segments) {
      const next = at(BigInt(charges.length), pricePerHourUnits);
      clock = clock === undefined ? { ...stoppedClock, current: next } : turned(clock, next);
      charges.push(...Array.from({ length: seconds }, () => pricePerHourUnits));
    }
    return { clock: clock ?? stoppedClock, charges };
  };

  it('P9, P16 costs what its seconds cost together, floored once', () => {
    fc.assert(
      fc.property(life, fc.integer({ min: 0, max: 400 }), (segments, extra) => {
        const { clock, charges } = clockOf(segments);
        const later = charges.length + extra;
        const last = segments.at(-1)?.pricePerHourUnits ?? 0n;
        const full = [...charges, ...Array.from({ length: extra }, () => last)];
        const rental = running({ clock, fundedUnits: 10n ** 12n });
        expect(grossAt(rental, BigInt(later))).toBe(slowGross(full, later));
      }),
    );
  });

  it('P14 ends in the last second that the money pays for in full', () => {
    fc.assert(
      fc.property(life, fc.bigInt({ min: 1n, max: 400n }), (segments, fundedUnits) => {
        const { clock, charges } = clockOf(segments);
        const rental = running({ clock, fundedUnits });
        const closedUntil = clock.previous?.from ?? 0n;
        const end = solventUntil(rental);
        if (clock.closedUnitSeconds > fundedUnits * 3_600n || end === undefined) return;
        const last = segments.at(-1)?.pricePerHourUnits ?? 0n;
        const later = Array.from({ length: Number(end) + 2 }, (_, s) => charges[s] ?? last);
        const paidFor = (until: bigint) =>
          later.slice(0, Number(until)).reduce((sum, charge) => sum + charge, 0n) <=
          fundedUnits * 3_600n;
        expect(end >= closedUntil && paidFor(end) && !paidFor(end + 1n)).toBe(true);
      }),
    );
  });
});

describe('for any price, deposit and second', () => {
  it('P7 0 <= vested <= gross <= funded', () => {
    fc.assert(
      fc.property(price, funds, second, second, (ratePerHourUnits, fundedUnits, now, window) => {
        const rental = running({ clock: clockFrom(1_000n, ratePerHourUnits), fundedUnits });
        const gross = grossAt(rental, now);
        const vested = vestedAt(rental, now, window);
        return 0n <= vested && vested <= gross && gross <= fundedUnits;
      }),
    );
  });

  it('P9 k whole hours cost exactly k prices', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 2n ** 80n }),
        fc.bigInt({ min: 0n, max: 8_784n }),
        (p, k) => {
          const rental = running({ clock: clockFrom(1_000n, p), fundedUnits: p * 8_784n });
          return grossAt(rental, 1_000n + k * 3_600n) === k * p;
        },
      ),
    );
  });

  it('P16 a deposit for n seconds lasts n seconds, and not one unit less would do', () => {
    fc.assert(
      fc.property(price, fc.bigInt({ min: 1n, max: 31_622_400n }), (p, seconds) => {
        const deposit = depositFor(p, seconds);
        return secondsFor(deposit, p) >= seconds && secondsFor(deposit - 1n, p) < seconds;
      }),
    );
  });

  it('P18 fees of any partition add up to the fee of the whole', () => {
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
