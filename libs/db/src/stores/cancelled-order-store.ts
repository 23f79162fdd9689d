import type { Hash } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';

/** An order that its renter took back before it opened a rental. */
export interface CancelledOrder {
  rentalId: Hash;
  lastBlock: bigint;
}

/** Writes cancelled orders in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  orders: readonly CancelledOrder[],
): Promise<void> {
  await remove(
    tx,
    chainId,
    orders.map(({ rentalId }) => rentalId),
  );
  await tx[prisma].chainCancelledOrder.createMany({
    data: orders.map((order) => ({ chainId, ...order })),
  });
}

export async function remove(tx: Tx, chainId: number, rentalIds: Hash[]): Promise<void> {
  await tx[prisma].chainCancelledOrder.deleteMany({
    where: { chainId, rentalId: { in: rentalIds } },
  });
}
