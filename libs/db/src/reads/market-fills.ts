import type { Address, PriceStatistics, RentalClass, Rollup, Tier } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { priceColumns, pricesOf, type PriceColumns } from '../price-columns.js';
import { rowsOf } from '../rows-of.js';

/** What was traded of a model in one tier and class over some hours. */
export interface Traded extends Pick<Rollup, 'fills' | 'rentedGpuSeconds' | 'listedGpuSeconds'> {
  gpuModel: string;
  tier: Tier;
  class: RentalClass;
  prices: PriceStatistics | undefined;
}

interface TradedColumns extends PriceColumns {
  gpu_model: string;
  tier: Tier;
  class: RentalClass;
  fills: number;
  rented: string;
  listed: string;
}

/** Of whom, and in which hours: from the first second on, up to and without the last. */
export interface TradedIn {
  token: Address;
  gpuModels: readonly string[] | undefined;
  from: bigint;
  until: bigint;
}

/** What was traded in whole hours, by model, tier and class. Percentiles are over the fills themselves. */
export async function marketFills(
  tx: Tx,
  chainId: number,
  { token, gpuModels, from, until }: TradedIn,
): Promise<Traded[]> {
  const rows = await rowsOf<TradedColumns>(
    tx,
    `with hours as (
       select gpu_model, tier, class, sum(fills)::int as fills, sum(rented_gpu_seconds) as rented,
         sum(listed_gpu_seconds) as listed
       from rollups
       where chain_id = $1 and period = 'HOUR' and token = $2 and ($3::text[] is null or gpu_model = any($3))
         and starts_at >= $4 and starts_at < $5
       group by gpu_model, tier, class
     ),
     prices as (
       select gpu_model, tier, class, ${priceColumns('price_per_gpu_hour_units')}
       from fills
       where chain_id = $1 and token = $2 and ($3::text[] is null or gpu_model = any($3))
         and started_at >= $4 and started_at < $5
       group by gpu_model, tier, class
     )
     select * from hours left join prices using (gpu_model, tier, class)
     order by gpu_model, tier, class`,
    [chainId, token, gpuModels ?? null, from, until],
  );
  return rows.map((row) => ({
    gpuModel: row.gpu_model,
    tier: row.tier,
    class: row.class,
    fills: row.fills,
    rentedGpuSeconds: BigInt(row.rented),
    listedGpuSeconds: BigInt(row.listed),
    prices: pricesOf(row),
  }));
}
