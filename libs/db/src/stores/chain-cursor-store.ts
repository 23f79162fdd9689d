import type { Address, Hash } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainCursor as ChainCursorRow } from '../generated/client.js';

/** How far a chain was read. */
export interface ChainCursor {
  chainId: number;
  escrow: Address;
  deploymentBlock: bigint;
  /** The last block that was read. */
  number: bigint;
  hash: Hash;
  /** Its time, in chain seconds. */
  timestamp: bigint;
  /** Our clock when it was first seen. */
  observedAt: Date;
  safeNumber: bigint;
  finalizedNumber: bigint;
}

export async function find(tx: Tx, chainId: number): Promise<ChainCursor | undefined> {
  const row = await tx[prisma].chainCursor.findUnique({ where: { chainId } });
  return row === null ? undefined : toCursor(row);
}

export async function save(tx: Tx, { chainId, ...columns }: ChainCursor): Promise<void> {
  await tx[prisma].chainCursor.upsert({
    where: { chainId },
    create: { chainId, ...columns },
    update: columns,
  });
}

function toCursor(row: ChainCursorRow): ChainCursor {
  return { ...row, escrow: hex(row.escrow), hash: hex(row.hash) };
}
