import type { Fill, FillChange, Hash, RentalClass, Tier } from '@gpuflow/domain';
import { hex, jsonText } from '../columns.js';
import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

interface FillColumns {
  rental_id: string;
  token: string;
  gpu_model: string;
  tier: Tier;
  class: RentalClass;
  gpu_count: number;
  price_per_gpu_hour_units: string;
  started_at: string;
  ends_at: string;
  last_block: string;
}

/** Since when rentals may have changed: after this block on chain, after this moment in the market. */
export interface ReadTo {
  block: bigint;
  moment: Date;
}

/**
 * The next rentals whose fill may be another one than was counted, by the block of their last log: those that have a log
 * above the block, those that were counted by one above it and may have lost it, and those that the market took in since.
 */
export async function suspects(
  tx: Tx,
  chainId: number,
  { block, moment }: ReadTo,
  limit: number,
): Promise<{ rentalId: Hash; lastBlock: bigint }[]> {
  const rows = await rowsOf<{ rental_id: string; last_block: string }>(
    tx,
    `select rental_id, max(last_block) as last_block from (
       select rental_id, last_block from chain_rentals where chain_id = $1 and last_block > $2
       union all
       select rental_id, last_block from fills where chain_id = $1 and last_block > $2
       union all
       select r.id, 0 from rentals r where r.created_at > $3
     ) suspect
     group by rental_id order by 2, 1 limit $4`,
    [chainId, block, moment, limit],
  );
  return rows.map((row) => ({ rentalId: hex(row.rental_id), lastBlock: BigInt(row.last_block) }));
}

/** What is counted of these rentals and what the chain says of them now. */
export async function changes(
  tx: Tx,
  chainId: number,
  rentalIds: readonly Hash[],
): Promise<FillChange[]> {
  const before = await rowsOf<FillColumns>(
    tx,
    'select * from fills where chain_id = $1 and rental_id = any($2)',
    [chainId, rentalIds],
  );
  const after = await rowsOf<FillColumns>(tx, onChain, [chainId, rentalIds]);
  const [counted, now] = [before, after].map(
    (rows) => new Map(rows.map((row) => [row.rental_id, toFill(row)])),
  );
  return rentalIds.map((rentalId) => ({
    rentalId,
    before: counted?.get(rentalId),
    after: now?.get(rentalId),
  }));
}

/** Counts these rentals as they are now, and no more where they are no fill any more. */
export async function count(
  tx: Tx,
  chainId: number,
  changed: readonly FillChange[],
): Promise<void> {
  const ids = changed.map(({ rentalId }) => rentalId);
  await rowsOf(tx, 'delete from fills where chain_id = $1 and rental_id = any($2)', [chainId, ids]);
  const rows = changed.flatMap(({ after }) => (after ? [columnsOf(after)] : []));
  await rowsOf(
    tx,
    `insert into fills select $1, f.* from jsonb_to_recordset($2) as f(${recordColumns})`,
    [chainId, jsonText(rows)],
  );
}

/** Counts nothing any more. */
export async function clear(tx: Tx, chainId: number): Promise<void> {
  await rowsOf(tx, 'delete from fills where chain_id = $1', [chainId]);
}

/** The columns of `fills` after the chain's, in their order. */
const recordColumns = `
  rental_id text, token text, gpu_model text, tier "Tier", class "RentalClass", gpu_count int,
  price_per_gpu_hour_units numeric, started_at bigint, ends_at bigint, last_block bigint`;

/** The same of what the chain tells. */
const onChain = `
  select c.rental_id, c.token, l.gpu_model, l.tier, l.class, l.gpu_count,
    div(r.price_per_hour_units, l.gpu_count) as price_per_gpu_hour_units,
    c.started_at, c.ends_at, c.last_block
  from chain_rentals c
  join rentals r on r.id = c.rental_id
  join listings l on l.id = r.listing_id
  where c.chain_id = $1 and c.rental_id = any($2) and c.started_at is not null`;

function toFill(row: FillColumns): Fill {
  return {
    rentalId: hex(row.rental_id),
    token: hex(row.token),
    gpuModel: row.gpu_model,
    tier: row.tier,
    class: row.class,
    gpuCount: row.gpu_count,
    pricePerGpuHourUnits: BigInt(row.price_per_gpu_hour_units),
    startedAt: BigInt(row.started_at),
    endsAt: BigInt(row.ends_at),
    lastBlock: BigInt(row.last_block),
  };
}

function columnsOf(fill: Fill) {
  return {
    rental_id: fill.rentalId,
    token: fill.token,
    gpu_model: fill.gpuModel,
    tier: fill.tier,
    class: fill.class,
    gpu_count: fill.gpuCount,
    price_per_gpu_hour_units: fill.pricePerGpuHourUnits,
    started_at: fill.startedAt,
    ends_at: fill.endsAt,
    last_block: fill.lastBlock,
  };
}
