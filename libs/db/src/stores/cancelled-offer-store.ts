import type { Hash } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';

/** An offer that its provider cancelled on chain. */
export interface CancelledOffer {
  offerHash: Hash;
  lastBlock: bigint;
}

/** Writes cancelled offers in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  offers: readonly CancelledOffer[],
): Promise<void> {
  await remove(
    tx,
    chainId,
    offers.map(({ offerHash }) => offerHash),
  );
  await tx[prisma].chainCancelledOffer.createMany({
    data: offers.map((offer) => ({ chainId, ...offer })),
  });
}

export async function remove(tx: Tx, chainId: number, offerHashes: Hash[]): Promise<void> {
  await tx[prisma].chainCancelledOffer.deleteMany({
    where: { chainId, offerHash: { in: offerHashes } },
  });
}

export async function has(tx: Tx, chainId: number, offerHash: Hash): Promise<boolean> {
  const row = await tx[prisma].chainCancelledOffer.findUnique({
    where: { chainId_offerHash: { chainId, offerHash } },
  });
  return row !== null;
}
