import { Refusal } from '../refusal.js';
import { refuseAmount, refuseOutside } from './within.js';

/** Buying a card, and what it would be rented for. */
export interface Purchase {
  cardUnits: bigint;
  /** What the card still fetches when it is not needed any more. */
  resaleUnits: bigint;
  /** What it draws while it works, the rest of its machine included. */
  powerWatts: number;
  kwhUnits: bigint;
  /** The part of all hours in which it works. */
  utilisation: number;
  rentPerHourUnits: bigint;
}

/** The published break-even of buying and renting: hours of use. (Comparison of RunPod and Vast.ai, 2026-02-12.) */
export const publishedBreakEvenHours = { least: 2_500, most: 3_000 } as const;

export type Beside = 'SOONER' | 'WITHIN' | 'LATER' | 'NEVER';

export interface BreakEven {
  /** What an hour of use costs the owner: power. Rounded up. */
  powerPerHourUnits: bigint;
  /** Hours of use from which on buying is the cheaper. Undefined: never, the power costs as much as the rent. */
  useHours: number | undefined;
  /** The same on the calendar, at this utilisation. */
  calendarHours: number | undefined;
  /** Where that lies beside the published range. */
  besidePublished: Beside;
}

const powerBounds = { least: 0, most: 100_000 } as const;
const utilisationBounds = { least: 0.001, most: 1 } as const;
const wattsPerKilowatt = 1_000n;

/**
 * When a card pays for itself: (price − resale) ÷ (rent − power) hours of use. Interest, work and rooms are left out, as
 * they are in the published figure. Refuses `MALFORMED_INPUT`.
 */
export function rentOrBuy(purchase: Purchase): BreakEven {
  assertPurchase(purchase);
  const { cardUnits, resaleUnits, kwhUnits, rentPerHourUnits, utilisation } = purchase;
  // Per 1,000 hours, where a watt is a kilowatt-hour.
  const power = BigInt(Math.round(purchase.powerWatts)) * kwhUnits;
  const saved = rentPerHourUnits * wattsPerKilowatt - power;
  const lost = cardUnits - resaleUnits;
  const useHours = saved > 0n ? Number(lost * wattsPerKilowatt) / Number(saved) : undefined;
  return {
    powerPerHourUnits: (power + wattsPerKilowatt - 1n) / wattsPerKilowatt,
    useHours,
    calendarHours: useHours === undefined ? undefined : useHours / utilisation,
    besidePublished: beside(useHours),
  };
}

function beside(hours: number | undefined): Beside {
  if (hours === undefined) return 'NEVER';
  if (hours < publishedBreakEvenHours.least) return 'SOONER';
  return hours > publishedBreakEvenHours.most ? 'LATER' : 'WITHIN';
}

function assertPurchase(purchase: Purchase): void {
  for (const field of ['cardUnits', 'resaleUnits', 'kwhUnits', 'rentPerHourUnits'] as const)
    refuseAmount(`purchase.${field}`, purchase[field]);
  refuseOutside('purchase.powerWatts', purchase.powerWatts, powerBounds);
  refuseOutside('purchase.utilisation', purchase.utilisation, utilisationBounds);
  if (purchase.resaleUnits > purchase.cardUnits)
    throw new Refusal('MALFORMED_INPUT', {
      field: 'purchase.resaleUnits',
      reason: 'above the price of the card',
    });
}
