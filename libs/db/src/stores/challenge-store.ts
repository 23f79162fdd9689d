import type { Address } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** A sign-in nonce (EIP-4361) given to an address. */
export interface Challenge {
  nonce: string;
  address: Address;
  expiresAt: Date;
}

export async function insert(tx: Tx, challenge: Challenge): Promise<void> {
  await tx[prisma].signInChallenge.create({ data: { ...challenge } });
}

/** Uses up a challenge. Undefined where none has this nonce, or it was used before, or is too old at `now`. */
export async function use(tx: Tx, nonce: string, now: Date): Promise<Challenge | undefined> {
  const [row] = await tx[prisma].signInChallenge.updateManyAndReturn({
    where: { nonce, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
    select: { nonce: true, address: true, expiresAt: true },
  });
  return row === undefined ? undefined : { ...row, address: hex(row.address) };
}

/** Forgets challenges that were too old at `moment`. */
export async function deleteExpired(tx: Tx, moment: Date): Promise<void> {
  await tx[prisma].signInChallenge.deleteMany({ where: { expiresAt: { lte: moment } } });
}
