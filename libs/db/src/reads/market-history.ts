import {
  Refusal,
  type Address,
  type RentalClass,
  type Rollup,
  type RollupPeriod,
  type Tier,
} from '@gpuflow/domain';
import { hex } from '../columns.js';
import type { Tx } from '../database.js';
import { pricesOf, type PriceColumns } from '../price-columns.js';
import { rowsOf } from '../rows-of.js';

/** Which rollups are asked for: from the first second on, up to and without the last. */
export interface HistoryQuery {
  token: Address;
  /** Undefined: all. */
  gpuModel: string | undefined;
  tier: Tier | undefined;
  class: RentalClass | undefined;
  period: RollupPeriod;
  from: bigint;
  until: bigint;
  first: number;
  after: string | undefined;
}

export interface HistoryPage {
  /** By time, then by model, tier and class. */
  rollups: { cursor: string; rollup: Rollup }[];
  hasNextPage: boolean;
}

interface RollupColumns extends PriceColumns {
  period: RollupPeriod;
  starts_at: string;
  token: string;
  gpu_model: string;
  tier: Tier;
  class: RentalClass;
  fills: number;
  rented_gpu_seconds: string;
  listed_gpu_seconds: string;
}

/** A page of rollups, the oldest first. Refuses `BAD_CURSOR`. */
export async function marketHistory(
  tx: Tx,
  chainId: number,
  { first, after, ...query }: HistoryQuery,
): Promise<HistoryPage> {
  const { period, token, from, until, gpuModel, tier } = query;
  const place = after === undefined ? undefined : parsePlace(after);
  const rows = await rowsOf<RollupColumns>(
    tx,
    `select * from rollups
     where chain_id = $1 and period = $2::"RollupPeriod" and token = $3
       and starts_at >= $4 and starts_at < $5
       and ($6::text is null or gpu_model = $6)
       and ($7::"Tier" is null or tier = $7::"Tier")
       and ($8::"RentalClass" is null or class = $8::"RentalClass")
       and ($9::bigint is null
         or (starts_at, gpu_model, tier, class) > ($9, $10, $11::"Tier", $12::"RentalClass"))
     order by starts_at, gpu_model, tier, class
     limit $13`,
    [
      ...[chainId, period, token, from, until, gpuModel ?? null, tier ?? null],
      ...[query.class ?? null, ...(place ?? [null, null, null, null]), first + 1],
    ],
  );
  const page = rows.slice(0, first).map(toRollup);
  return {
    rollups: page.map((rollup) => ({ cursor: placeOf(rollup), rollup })),
    hasNextPage: rows.length > first,
  };
}

const placeForm = /^(\d{1,15})\|([^|]{1,64})\|(SECURE|COMMUNITY)\|(ON_DEMAND|INTERRUPTIBLE)$/;
const charactersMax = 200;

/** The opaque text that names a rollup's place in the order. */
function placeOf({ startsAt, gpuModel, tier, class: rentalClass }: Rollup): string {
  return encode(`${startsAt}|${gpuModel}|${tier}|${rentalClass}`);
}

/** Refuses `BAD_CURSOR` for anything that was not made here. */
function parsePlace(cursor: string): string[] {
  const text = Buffer.from(cursor.slice(0, charactersMax), 'base64url').toString();
  const [, ...place] = placeForm.exec(text) ?? [];
  if (place.length === 0 || encode(text) !== cursor)
    throw new Refusal('BAD_CURSOR', { cursor: cursor.slice(0, charactersMax) });
  return place;
}

function encode(text: string): string {
  return Buffer.from(text).toString('base64url');
}

function toRollup(row: RollupColumns): Rollup {
  return {
    period: row.period,
    startsAt: BigInt(row.starts_at),
    token: hex(row.token),
    gpuModel: row.gpu_model,
    tier: row.tier,
    class: row.class,
    fills: row.fills,
    rentedGpuSeconds: BigInt(row.rented_gpu_seconds),
    listedGpuSeconds: BigInt(row.listed_gpu_seconds),
    prices: pricesOf(row),
  };
}
