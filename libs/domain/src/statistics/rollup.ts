import type { MarketSegment } from './fill.js';

/** Prices per GPU and hour. Percentiles are by nearest rank, so each is a price that somebody asked or paid. */
export interface PriceStatistics {
  minUnits: bigint;
  p10Units: bigint;
  medianUnits: bigint;
  /** Rounded down. */
  meanUnits: bigint;
  p90Units: bigint;
  maxUnits: bigint;
}

export const rollupPeriods = ['HOUR', 'DAY'] as const;
export type RollupPeriod = (typeof rollupPeriods)[number];

/** What was traded in an hour or a day, UTC by the chain's clock. */
export interface Rollup extends MarketSegment {
  period: RollupPeriod;
  /** Chain seconds: the first of the period. */
  startsAt: bigint;
  /** Rentals that started. */
  fills: number;
  /** GPUs × seconds that were rented, whether or not they were charged. */
  rentedGpuSeconds: bigint;
  /** GPUs × seconds that were on offer, rented ones included. */
  listedGpuSeconds: bigint;
  /** Of the fills. Undefined where there was none. */
  prices: PriceStatistics | undefined;
}

/** The part of what was on offer that was rented, 0 to 1. Undefined where nothing was on offer. */
export function utilisation({
  rentedGpuSeconds,
  listedGpuSeconds,
}: Pick<Rollup, 'rentedGpuSeconds' | 'listedGpuSeconds'>): number | undefined {
  if (listedGpuSeconds === 0n) return undefined;
  return Math.min(1, Number(rentedGpuSeconds) / Number(listedGpuSeconds));
}
