import { prisma, type Tx } from '../database.js';

/** The answer that a command gave under an actor's key. */
export interface IdempotencyKey {
  actor: string;
  key: string;
  command: string;
  /** Hash of the input that it was given for. */
  inputHash: string;
  /** The id of what it made. */
  output: string;
  createdAt: Date;
}

export async function find(
  tx: Tx,
  actor: string,
  key: string,
): Promise<IdempotencyKey | undefined> {
  const row = await tx[prisma].idempotencyKey.findUnique({
    where: { actor_key: { actor, key } },
  });
  return row ?? undefined;
}

/** Writes an answer. Take the key's lock (`lockKey`) first: a second answer is a bug. */
export async function insert(tx: Tx, answer: IdempotencyKey): Promise<void> {
  await tx[prisma].idempotencyKey.create({ data: { ...answer } });
}
