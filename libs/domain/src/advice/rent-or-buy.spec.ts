import fc from 'fast-check';

import { rentOrBuy, type Purchase } from './rent-or-buy.js';

// An RTX 4090 for 1,599, sold again for 500; 450 W at 0.15 a kilowatt-hour; rented at the published mean of 0.45.
const card: Purchase = {
  cardUnits: 1_599_000_000n,
  resaleUnits: 500_000_000n,
  powerWatts: 450,
  kwhUnits: 150_000n,
  utilisation: 0.5,
  rentPerHourUnits: 450_000n,
};

it('pays for itself after (1,599 − 500) ÷ (0.45 − 0.0675) = 2,873.2 hours, within the published range', () => {
  expect(rentOrBuy(card)).toEqual({
    powerPerHourUnits: 67_500n,
    useHours: expect.closeTo(2_873.203, 3),
    calendarHours: expect.closeTo(5_746.405, 3),
    besidePublished: 'WITHIN',
  });
});

it.each<[string, Partial<Purchase>]>([
  ['SOONER', { rentPerHourUnits: 590_000n }],
  ['LATER', { resaleUnits: 0n }],
  ['NEVER', { kwhUnits: 1_000_000n }],
])('pays for itself %s', (besidePublished, changes) => {
  expect(rentOrBuy({ ...card, ...changes })).toMatchObject({ besidePublished });
});

it('costs the same at the break-even, rented or bought', () => {
  const units = fc.bigInt({ min: 1n, max: 10n ** 10n });
  const watts = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(units, units, watts, (cardUnits, rentPerHourUnits, powerWatts) => {
      const bought = { ...card, cardUnits, resaleUnits: 0n, rentPerHourUnits, powerWatts };
      const { useHours } = rentOrBuy(bought);
      const power = (powerWatts * Number(card.kwhUnits)) / 1_000;
      if (useHours === undefined) return Number(rentPerHourUnits) <= power;
      const rented = useHours * Number(rentPerHourUnits);
      return Math.abs(rented / (Number(cardUnits) + useHours * power) - 1) < 1e-6;
    }),
  );
});

it.each<[string, Partial<Purchase>]>([
  ['cardUnits', { cardUnits: -1n }],
  ['resaleUnits', { resaleUnits: 1_600_000_000n }],
  ['powerWatts', { powerWatts: -1 }],
  ['utilisation', { utilisation: 0 }],
  ['utilisation', { utilisation: 1.1 }],
  ['rentPerHourUnits', { rentPerHourUnits: 2n ** 96n }],
])('refuses a senseless %s', (field, changes) => {
  expect(() => rentOrBuy({ ...card, ...changes })).toThrow(
    expect.objectContaining({
      code: 'MALFORMED_INPUT',
      facts: expect.objectContaining({ field: `purchase.${field}` }),
    }),
  );
});
