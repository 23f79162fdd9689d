import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** Who stands behind a machine, and what it has sold since it was enrolled to others than its provider. */
export interface Standing {
  machineId: string;
  /** When its provider's first machine was enrolled. */
  providerSince: Date;
  /** Rentals that ran and have ended. */
  completedRentals: number;
  /** From each start to its end or now, times the GPUs. */
  gpuSeconds: bigint;
  distinctRenters: number;
}

/** The standing of these machines, in no order, at the chain second `now`. */
export async function standings(
  tx: Tx,
  chainId: number,
  machineIds: readonly string[],
  now: bigint,
): Promise<Standing[]> {
  const rows = await rowsOf<{
    machine_id: string;
    provider_since: Date;
    completed: number;
    gpu_seconds: string;
    renters: number;
  }>(
    tx,
    `select m.id as machine_id, sold.*,
       (select min(enrolled_at) from machines one where one.provider = m.provider) as provider_since
     from machines m
     cross join lateral (
       select count(*) filter (where c.ended_at is not null)::int as completed,
         count(distinct c.renter)::int as renters,
         coalesce(sum(l.gpu_count * greatest(0, least(coalesce(c.ended_at, $3), $3) - c.started_at)), 0)::text
           as gpu_seconds
       from rentals r
       join listings l on l.id = r.listing_id
       join chain_rentals c on c.chain_id = $1 and c.rental_id = r.id
       where r.machine_id = m.id and c.renter <> c.provider and c.started_at is not null
     ) sold
     where m.id = any($2::uuid[])`,
    [chainId, machineIds, now],
  );
  return rows.map((row) => ({
    machineId: row.machine_id,
    providerSince: row.provider_since,
    completedRentals: row.completed,
    gpuSeconds: BigInt(row.gpu_seconds),
    distinctRenters: row.renters,
  }));
}
