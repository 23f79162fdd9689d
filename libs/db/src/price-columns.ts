import type { PriceStatistics } from '@gpuflow/domain';

/** The columns of {@link PriceStatistics}, as pg gives them. All or none are null. */
export interface PriceColumns {
  min_units: string | null;
  p10_units: string | null;
  median_units: string | null;
  mean_units: string | null;
  p90_units: string | null;
  max_units: string | null;
}

/** Undefined where there is no price. */
export function pricesOf(row: PriceColumns): PriceStatistics | undefined {
  const { min_units, p10_units, median_units, mean_units, p90_units, max_units } = row;
  if (min_units === null || p10_units === null || median_units === null) return undefined;
  if (mean_units === null || p90_units === null || max_units === null) return undefined;
  return {
    minUnits: BigInt(min_units),
    p10Units: BigInt(p10_units),
    medianUnits: BigInt(median_units),
    meanUnits: BigInt(mean_units),
    p90Units: BigInt(p90_units),
    maxUnits: BigInt(max_units),
  };
}

/** The columns, over an SQL expression of a price per GPU and hour. */
export function priceColumns(price: string): string {
  const rank = (part: number) => `percentile_disc(${part}) within group (order by ${price})`;
  return `min(${price}) as min_units, ${rank(0.1)} as p10_units, ${rank(0.5)} as median_units,
    div(sum(${price}), count(*)) as mean_units, ${rank(0.9)} as p90_units, max(${price}) as max_units`;
}
