import {
  grossAt,
  type Metered,
  type Order,
  type Rate,
  type RentalClock,
  type Segment,
} from '@gpuflow/domain';
import type { PricesSlot, RentalSlots } from '@gpuflow/escrow';

/** What the contract's slots say of a rental's cost. The contract stores no `funded`: it follows from them. */
export function meteredBy(slots: RentalSlots, order: Order): Metered {
  const { history, state, endsAt } = slots;
  const prices = slots.prices ?? {
    pricePerHourUnits: order.pricePerHour,
    storagePricePerHourUnits: order.offer.storagePricePerHour,
  };
  const clock = {
    closedUnitSeconds: history?.closedUnitSeconds ?? 0n,
    closedSeconds: 0n,
    previous: history && segment(history.previousFrom, history.previousRate, prices),
    current: segment(slots.clockFrom, slots.rate, prices),
  };
  const fundedUnits = order.deposit + (history?.toppedUpUnits ?? 0n);
  const endedAt = state === 'ENDED' ? endsAt : undefined;
  const metered = { clock, fundedUnits, endsAt, endedAt };
  if (state === 'ENDED') return { ...metered, fundedUnits: grossAt(metered, endsAt) };
  return state === 'CLOSED' ? { ...metered, fundedUnits: slots.claimedUnits } : metered;
}

/** What two clocks must have in common. A first segment that charges nothing is as good as none. */
export function clockText({ closedUnitSeconds, previous, current }: RentalClock): string {
  const charged = previous?.rate === 'NONE' ? undefined : previous;
  const segments = [charged, current].map((one) => (one ? `${one.rate} from ${one.from}` : ''));
  return `${closedUnitSeconds} ${segments.join(', ')}`;
}

function segment(from: bigint, rate: Rate, prices: PricesSlot): Segment {
  switch (rate) {
    case 'NONE':
      return { from, rate, pricePerHourUnits: 0n };
    case 'PRICE':
      return { from, rate, pricePerHourUnits: prices.pricePerHourUnits };
    case 'STORAGE':
      return { from, rate, pricePerHourUnits: prices.storagePricePerHourUnits };
  }
}
