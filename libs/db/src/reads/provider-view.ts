import type { Address, Listing, Machine } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { toListing } from '../rows/listing-row.js';
import { toMachine, withPulse } from '../rows/machine-row.js';

/** What a machine was credited with on one day (UTC) in one token. */
export interface DayEarnings {
  day: Date;
  token: Address;
  units: bigint;
}

/** A machine as its provider sees it. */
export interface ProviderMachine {
  machine: Machine;
  /** Its active listings. */
  listings: Listing[];
  /** The clock seconds of its rentals, times the GPUs of each. */
  rentedGpuSeconds: bigint;
  /** The oldest day first. */
  earnings: DayEarnings[];
}

/** Whose machines, and from when to when by the chain's clock, in seconds. */
export interface ProviderPeriod {
  chainId: number;
  provider: Address;
  since: bigint;
  now: bigint;
}

const machinesMax = 1_000;

/** A provider's machines, the oldest first, at most 1,000, with what they earned and how long they were rented. */
export async function providerView(tx: Tx, period: ProviderPeriod): Promise<ProviderMachine[]> {
  const { provider } = period;
  const rows = await tx[prisma].machine.findMany({
    where: { provider },
    include: {
      ...withPulse,
      listings: { where: { state: 'ACTIVE' }, orderBy: { publishedAt: 'asc' } },
    },
    orderBy: [{ enrolledAt: 'asc' }, { id: 'asc' }],
    take: machinesMax,
  });
  const earned = await earningsOf(tx, period);
  const rented = await rentedOf(tx, period);
  return rows.map((row) => ({
    machine: toMachine(row),
    listings: row.listings.map(toListing),
    rentedGpuSeconds: rented.get(row.id) ?? 0n,
    earnings: earned.get(row.id) ?? [],
  }));
}

/** Sums what the logs `Settled` say: its first word is what goes to the provider. */
async function earningsOf(tx: Tx, { chainId, provider, since }: ProviderPeriod) {
  const rows = await tx[prisma].$queryRaw<
    { machine_id: string; token: string; day: bigint; word: string }[]
  >`
    select r.machine_id, c.token, l."timestamp" / 86400 as day, encode(substr(l.data, 1, 32), 'hex') as word
    from rentals r
    join chain_rentals c on c.chain_id = ${chainId} and c.rental_id = r.id
    join chain_logs l on l.chain_id = ${chainId} and l.fold_key = 'rental:' || r.id
      and substr(l.topics, 1, 32) = '\\x71b20ff416db7f69a5a0e0c5c2f58f3800df2b2044eb0d3a2af69dce0859006f'
    where r.provider = ${provider} and l."timestamp" >= ${since}
    order by day`;
  const earned = new Map<string, DayEarnings[]>();
  for (const { machine_id, token, day, word } of rows) {
    const days = earned.get(machine_id) ?? [];
    const last = days.find((one) => one.token === token && one.day.getTime() === dayStart(day));
    const units = BigInt(`0x${word}`);
    if (last === undefined) days.push({ day: new Date(dayStart(day)), token: hex(token), units });
    else last.units += units;
    earned.set(machine_id, days);
  }
  return earned;
}

function dayStart(day: bigint): number {
  return Number(day) * 86_400_000;
}

async function rentedOf(tx: Tx, { chainId, provider, since, now }: ProviderPeriod) {
  const rows = await tx[prisma].$queryRaw<{ machine_id: string; seconds: string }[]>`
    select r.machine_id, sum(l.gpu_count * (
      least(coalesce(c.ended_at, ${now}), ${now}) - greatest(c.started_at, ${since})))::text as seconds
    from rentals r
    join listings l on l.id = r.listing_id
    join chain_rentals c on c.chain_id = ${chainId} and c.rental_id = r.id
    where r.provider = ${provider} and c.started_at < ${now} and coalesce(c.ended_at, ${now}) > ${since}
    group by r.machine_id`;
  return new Map(rows.map(({ machine_id, seconds }) => [machine_id, BigInt(seconds)]));
}
