import type { Hash } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { UsageRoot as UsageRootRow } from '../generated/client.js';

/** The root over all evidence of an hour of the chain, which the meter was asked to publish. */
export interface UsageRoot {
  chainId: number;
  /** Hours since 1970. */
  hour: number;
  root: Hash;
  leafCount: number;
  askedAt: Date;
}

/** Writes an hour's root. A second one for the same hour is a bug. */
export async function insert(tx: Tx, root: UsageRoot): Promise<void> {
  await tx[prisma].usageRoot.create({ data: root });
}

/** The last hour whose root is fixed: nothing may be added to it, nor to any before it. */
export async function lastHour(tx: Tx, chainId: number): Promise<number | undefined> {
  const row = await tx[prisma].usageRoot.findFirst({
    where: { chainId },
    orderBy: { hour: 'desc' },
  });
  return row?.hour;
}

/** Those of `hours` that have one, in no order. */
export async function findMany(
  tx: Tx,
  chainId: number,
  hours: readonly number[],
): Promise<UsageRoot[]> {
  const rows = await tx[prisma].usageRoot.findMany({
    where: { chainId, hour: { in: [...hours] } },
  });
  return rows.map(toUsageRoot);
}

function toUsageRoot(row: UsageRootRow): UsageRoot {
  return { ...row, root: hex(row.root) };
}
