import type { Address } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** A signer's counter: everything signed under a lower one is void. */
export interface ChainCounter {
  owner: Address;
  counter: bigint;
  lastBlock: bigint;
}

/** Writes folded counters in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  counters: readonly ChainCounter[],
): Promise<void> {
  await remove(
    tx,
    chainId,
    counters.map(({ owner }) => owner),
  );
  await tx[prisma].chainCounter.createMany({
    data: counters.map((counter) => ({ chainId, ...counter })),
  });
}

export async function remove(tx: Tx, chainId: number, owners: Address[]): Promise<void> {
  await tx[prisma].chainCounter.deleteMany({ where: { chainId, owner: { in: owners } } });
}

/** The owner's counter; 0 where it was never raised. */
export async function of(tx: Tx, chainId: number, owner: Address): Promise<bigint> {
  const row = await tx[prisma].chainCounter.findUnique({
    where: { chainId_owner: { chainId, owner } },
  });
  return row?.counter ?? 0n;
}

/** Those of `owners` that have raised theirs, in no order. */
export async function findMany(
  tx: Tx,
  chainId: number,
  owners: Address[],
): Promise<ChainCounter[]> {
  const rows = await tx[prisma].chainCounter.findMany({
    where: { chainId, owner: { in: owners } },
    omit: { chainId: true },
  });
  return rows.map((row) => ({ ...row, owner: hex(row.owner) }));
}
