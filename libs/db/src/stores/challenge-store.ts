import type { Address } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';

/** A sign-in nonce (EIP-4361) given to an address. */
export interface Challenge {
  nonce: string;
  address: Address;
  expiresAt: Date;
}

/** Challenges are forgotten a day after they ran out. */
const keptMs = 86_400_000;

/** Writes a challenge, and forgets those that had run out long before this one will. */
export async function insert(tx: Tx, challenge: Challenge): Promise<void> {
  const forgotten = new Date(challenge.expiresAt.getTime() - keptMs);
  await tx[prisma].signInChallenge.deleteMany({ where: { expiresAt: { lt: forgotten } } });
  await tx[prisma].signInChallenge.create({ data: { ...challenge } });
}

/** Uses up an address's challenge. False where it has none of this nonce, or it was used before, or is too old at `now`. */
export async function use(
  tx: Tx,
  { nonce, address, now }: { nonce: string; address: Address; now: Date },
): Promise<boolean> {
  const { count } = await tx[prisma].signInChallenge.updateMany({
    where: { nonce, address, usedAt: null, expiresAt: { gt: now } },
    data: { usedAt: now },
  });
  return count === 1;
}
