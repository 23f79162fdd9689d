import type { Address } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** The nonce that an owner's next Withdraw or Delegation must name. */
export interface ChainNonce {
  owner: Address;
  next: bigint;
  lastBlock: bigint;
}

/** Writes folded nonces in place of what was there. */
export async function save(tx: Tx, chainId: number, nonces: readonly ChainNonce[]): Promise<void> {
  await remove(
    tx,
    chainId,
    nonces.map(({ owner }) => owner),
  );
  await tx[prisma].chainNonce.createMany({
    data: nonces.map((nonce) => ({ ...nonce, chainId, next: nonce.next.toString() })),
  });
}

export async function remove(tx: Tx, chainId: number, owners: Address[]): Promise<void> {
  await tx[prisma].chainNonce.deleteMany({ where: { chainId, owner: { in: owners } } });
}

/** The owner's next nonce; 0 where it never used one. */
export async function nextOf(tx: Tx, chainId: number, owner: Address): Promise<bigint> {
  const [nonce] = await findMany(tx, chainId, [owner]);
  return nonce?.next ?? 0n;
}

/** Those of `owners` that have used one, in no order. */
export async function findMany(tx: Tx, chainId: number, owners: Address[]): Promise<ChainNonce[]> {
  const rows = await tx[prisma].chainNonce.findMany({
    where: { chainId, owner: { in: owners } },
    omit: { chainId: true },
  });
  return rows.map((row) => ({ ...row, owner: hex(row.owner), next: units(row.next) }));
}
