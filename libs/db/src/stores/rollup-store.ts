import type { RollupPeriod } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';
import { priceColumns } from '../price-columns.js';
import { rowsOf } from '../rows-of.js';

/** How far statistics have come. */
export interface RollupProgress {
  /** Every hour before this chain second is rolled up. */
  rolledUpTo: bigint;
  /** Every log up to this block was read, and was final then. */
  readToBlock: bigint;
  /** Every rental that the market took in by then was seen. */
  rentalsSeenTo: Date;
}

export async function progress(tx: Tx, chainId: number): Promise<RollupProgress | undefined> {
  const row = await tx[prisma].rollupProgress.findUnique({ where: { chainId } });
  return row ?? undefined;
}

export async function advance(tx: Tx, chainId: number, to: RollupProgress): Promise<void> {
  const { rolledUpTo, readToBlock, rentalsSeenTo } = to;
  const columns = { rolledUpTo, readToBlock, rentalsSeenTo };
  await tx[prisma].rollupProgress.upsert({
    where: { chainId },
    create: { chainId, ...columns },
    update: columns,
  });
}

/** Forgets every rollup and how far they had come. */
export async function clear(tx: Tx, chainId: number): Promise<void> {
  await tx[prisma].rollup.deleteMany({ where: { chainId } });
  await tx[prisma].rollupProgress.deleteMany({ where: { chainId } });
}

/** The first second of which there is something to say: of a listing or a rental. Undefined: of none. */
export async function firstSecond(tx: Tx, chainId: number): Promise<bigint | undefined> {
  const [row] = await rowsOf<{ first: string | null }>(
    tx,
    `select least(
       (select min(started_at) from chain_rentals where chain_id = $1),
       (select floor(extract(epoch from min(published_at)))::bigint from listings)
     ) as first`,
    [chainId],
  );
  return row?.first == null ? undefined : BigInt(row.first);
}

const periodSeconds = { HOUR: 3600, DAY: 86_400 } as const satisfies Record<RollupPeriod, number>;

/** Periods of one kind, by their first seconds. What lies at or after `until` does not count yet. */
export interface Periods {
  period: RollupPeriod;
  starts: readonly bigint[];
  until: bigint;
}

/** Rolls these periods up afresh, from what is counted and listed. */
export async function rollUp(
  tx: Tx,
  chainId: number,
  { period, starts, until }: Periods,
): Promise<void> {
  await rowsOf(
    tx,
    'delete from rollups where chain_id = $1 and period = $2::"RollupPeriod" and starts_at = any($3::bigint[])',
    [chainId, period, starts],
  );
  await rowsOf(tx, insertRollups, [chainId, period, starts, periodSeconds[period], until]);
}

const segment = 'token, gpu_model, tier, class';

/**
 * A statement for all periods. Rented and listed time are what fills and listings overlap a period by; a listing is on
 * offer from its publication until it is withdrawn.
 */
const insertRollups = `
  with periods as (
    select starts_at, least(starts_at + $4::bigint, $5::bigint) as until
    from unnest($3::bigint[]) starts_at
  ),
  supply as (
    select ${segment}, gpu_count, floor(extract(epoch from published_at))::bigint as since,
      floor(extract(epoch from withdrawn_at))::bigint as gone
    from listings
  ),
  traded as (
    select p.starts_at, ${segment}, count(*)::int as fills,
      ${priceColumns('price_per_gpu_hour_units')}
    from periods p
    join fills f on f.chain_id = $1 and f.started_at >= p.starts_at and f.started_at < p.until
    group by p.starts_at, ${segment}
  ),
  rented as (
    select p.starts_at, ${segment},
      sum(gpu_count * (least(f.ends_at, p.until) - greatest(f.started_at, p.starts_at))) as seconds
    from periods p
    join fills f on f.chain_id = $1 and f.started_at < p.until and f.ends_at > p.starts_at
      and f.ends_at > f.started_at
    group by p.starts_at, ${segment}
  ),
  listed as (
    select p.starts_at, ${segment},
      sum(gpu_count * (least(coalesce(s.gone, p.until), p.until) - greatest(s.since, p.starts_at))) as seconds
    from periods p
    join supply s on s.since < p.until and coalesce(s.gone, p.until) > greatest(s.since, p.starts_at)
    group by p.starts_at, ${segment}
  )
  insert into rollups (
    chain_id, period, starts_at, ${segment}, fills, rented_gpu_seconds, listed_gpu_seconds,
    min_units, p10_units, median_units, mean_units, p90_units, max_units
  )
  select $1, $2::"RollupPeriod", starts_at, ${segment}, coalesce(fills, 0), coalesce(rented.seconds, 0),
    coalesce(listed.seconds, 0), min_units, p10_units, median_units, mean_units, p90_units, max_units
  from traded
  full join rented using (starts_at, ${segment})
  full join listed using (starts_at, ${segment})`;
