import type { Hash } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** A block's header, as far as following needs it. */
export interface ChainBlock {
  number: bigint;
  hash: Hash;
  parentHash: Hash;
  /** In chain seconds. */
  timestamp: bigint;
}

export async function insert(
  tx: Tx,
  chainId: number,
  blocks: readonly ChainBlock[],
): Promise<void> {
  await tx[prisma].chainBlock.createMany({ data: blocks.map((block) => ({ chainId, ...block })) });
}

/** Known headers from `from` to `to`, both included, the lowest first. */
export async function headers(
  tx: Tx,
  chainId: number,
  from: bigint,
  to: bigint,
): Promise<ChainBlock[]> {
  const rows = await tx[prisma].chainBlock.findMany({
    where: { chainId, number: { gte: from, lte: to } },
    orderBy: { number: 'asc' },
    omit: { chainId: true },
  });
  return rows.map((row) => ({ ...row, hash: hex(row.hash), parentHash: hex(row.parentHash) }));
}

/** Forgets headers from `number` on: they are no longer the chain's. */
export async function deleteFrom(tx: Tx, chainId: number, number: bigint): Promise<void> {
  await tx[prisma].chainBlock.deleteMany({ where: { chainId, number: { gte: number } } });
}

/** Forgets headers below `number`: no reorganisation can reach them. */
export async function deleteBelow(tx: Tx, chainId: number, number: bigint): Promise<void> {
  await tx[prisma].chainBlock.deleteMany({ where: { chainId, number: { lt: number } } });
}
