import type { Hash, Liveness, Machine } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { Machine as MachineRow } from '../generated/client.js';

/** A sweep takes so many machines; the next one takes the rest. */
const sweepMax = 1_000;

/** Writes a new machine. False, with nothing written, where its agent key or asset hash is enrolled. */
export async function insert(tx: Tx, machine: Machine): Promise<boolean> {
  const { lastBeat, lastBeatAt, ...columns } = machine;
  const { count } = await tx[prisma].machine.createMany({
    data: [
      {
        ...columns,
        bootId: lastBeat?.bootId ?? null,
        beatSeq: lastBeat?.seq ?? 0n,
        lastBeatAt: lastBeatAt ?? null,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function find(tx: Tx, id: string): Promise<Machine | undefined> {
  const row = await tx[prisma].machine.findUnique({ where: { id } });
  return row === null ? undefined : toMachine(row);
}

/** Those of `ids` that exist, in no order. */
export async function findMany(tx: Tx, ids: string[]): Promise<Machine[]> {
  const rows = await tx[prisma].machine.findMany({ where: { id: { in: ids } } });
  return rows.map(toMachine);
}

export async function findByAgentKey(tx: Tx, agentKey: Hash): Promise<Machine | undefined> {
  const row = await tx[prisma].machine.findUnique({ where: { agentKey } });
  return row === null ? undefined : toMachine(row);
}

/** The machine as it is now, kept from other writers to the end of the transaction. */
export async function lock(tx: Tx, id: string): Promise<Machine | undefined> {
  await tx[prisma].$queryRaw`select 1 from machines where id = ${id}::uuid for update`;
  return find(tx, id);
}

/** Writes a machine's last proof of life, and the liveness that follows from it. */
export async function saveBeat(
  tx: Tx,
  { id, lastBeat, lastBeatAt, liveness }: Machine,
): Promise<void> {
  await tx[prisma].machine.update({
    where: { id },
    data: {
      bootId: lastBeat?.bootId ?? null,
      beatSeq: lastBeat?.seq ?? 0n,
      lastBeatAt: lastBeatAt ?? null,
      liveness,
    },
  });
}

export async function setLiveness(tx: Tx, id: string, liveness: Liveness): Promise<void> {
  await tx[prisma].machine.update({ where: { id }, data: { liveness } });
}

/** Ids of machines that count as ONLINE and were last heard before `moment`, the longest silent first, at most 1,000. */
export async function onlineNotHeardSince(tx: Tx, moment: Date): Promise<string[]> {
  const rows = await tx[prisma].machine.findMany({
    where: { liveness: 'ONLINE', lastBeatAt: { lt: moment } },
    orderBy: { lastBeatAt: 'asc' },
    select: { id: true },
    take: sweepMax,
  });
  return rows.map(({ id }) => id);
}

/** All machines of a provider, the oldest first. */
export async function listOfProvider(tx: Tx, provider: Machine['provider']): Promise<Machine[]> {
  const rows = await tx[prisma].machine.findMany({
    where: { provider },
    orderBy: [{ enrolledAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toMachine);
}

/** The machine in a row, or in a row that has more columns. */
export function toMachine(row: MachineRow): Machine {
  return {
    id: row.id,
    provider: hex(row.provider),
    agentKey: hex(row.agentKey),
    name: row.name,
    assetHash: hex(row.assetHash),
    gpuModel: row.gpuModel,
    gpuCount: row.gpuCount,
    vramGb: row.vramGb,
    cpuCores: row.cpuCores,
    ramGb: row.ramGb,
    diskGb: row.diskGb,
    downMbps: row.downMbps,
    upMbps: row.upMbps,
    country: row.country,
    endpointHost: row.endpointHost,
    liveness: row.liveness,
    lastBeat: row.bootId === null ? undefined : { bootId: row.bootId, seq: row.beatSeq },
    lastBeatAt: present(row.lastBeatAt),
    enrolledAt: row.enrolledAt,
  };
}
