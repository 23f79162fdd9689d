import type { Address, PriceStatistics, RentalClass, Tier } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { priceColumns, pricesOf, type PriceColumns } from '../price-columns.js';
import { rowsOf } from '../rows-of.js';

/** What is asked now for a model in one tier and class: listings that can be rented, or will be once they are free. */
export interface Asks {
  gpuModel: string;
  tier: Tier;
  class: RentalClass;
  listings: number;
  gpus: number;
  /** Per GPU and hour, over listings. */
  prices: PriceStatistics;
}

interface AskColumns extends PriceColumns {
  gpu_model: string;
  tier: Tier;
  class: RentalClass;
  listings: number;
  gpus: number;
}

/** The asks for these models in a token at a second of the chain's clock, by model, tier and class; for all models where none are named. */
export async function marketAsks(
  tx: Tx,
  { chainId, now }: { chainId: number; now: bigint },
  { token, gpuModels }: { token: Address; gpuModels: readonly string[] | undefined },
): Promise<Asks[]> {
  const rows = await rowsOf<AskColumns>(
    tx,
    `select l.gpu_model, l.tier, l.class, count(*)::int as listings, sum(l.gpu_count)::int as gpus,
       ${priceColumns('div(l.price_per_hour_units, l.gpu_count)')}
     from listings l
     where l.state = 'ACTIVE' and l.token = $3 and ($4::text[] is null or l.gpu_model = any($4))
       and l.valid_until >= to_timestamp($2::bigint)
       and not exists (
         select from chain_cancelled_offers c
         where c.chain_id = $1 and c.offer_hash = l.offer_hash)
       and not exists (
         select from chain_counters c
         where c.chain_id = $1 and c.owner = l.provider
           and c.counter <> (l.offer ->> 'counter')::numeric)
     group by l.gpu_model, l.tier, l.class
     order by l.gpu_model, l.tier, l.class`,
    [chainId, now, token, gpuModels ?? null],
  );
  return rows.flatMap((row) => {
    const prices = pricesOf(row);
    const { tier, listings, gpus } = row;
    return prices
      ? [{ gpuModel: row.gpu_model, tier, class: row.class, listings, gpus, prices }]
      : [];
  });
}
