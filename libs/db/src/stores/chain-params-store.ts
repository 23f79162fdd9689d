import type { Address } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** The escrow's parameters. */
export interface ChainParams {
  /** The fee of new rentals. */
  feeBps: number;
  feeRecipient: Address;
  lastBlock: bigint;
}

/** Writes the folded parameters in place of what was there. */
export async function save(tx: Tx, chainId: number, params: ChainParams): Promise<void> {
  await tx[prisma].chainParams.upsert({
    where: { chainId },
    create: { chainId, ...params },
    update: params,
  });
}

export async function remove(tx: Tx, chainId: number): Promise<void> {
  await tx[prisma].chainParams.deleteMany({ where: { chainId } });
}

export async function find(tx: Tx, chainId: number): Promise<ChainParams | undefined> {
  const row = await tx[prisma].chainParams.findUnique({
    where: { chainId },
    omit: { chainId: true },
  });
  return row === null ? undefined : { ...row, feeRecipient: hex(row.feeRecipient) };
}
