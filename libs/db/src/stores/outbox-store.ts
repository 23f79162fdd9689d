import { toJson } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** A consequence of a command that waits to become a job. */
export interface OutboxMessage {
  /** The queue that it becomes a job of. */
  kind: string;
  payload: unknown;
}

/** A message as it stands in the outbox. */
export interface UnrelayedMessage extends OutboxMessage {
  id: bigint;
  createdAt: Date;
  traceParent: string | null;
}

export async function append(
  tx: Tx,
  messages: readonly OutboxMessage[],
  at: Date,
  traceParent?: string,
): Promise<void> {
  await tx[prisma].outboxMessage.createMany({
    data: messages.map(({ kind, payload }) => ({
      kind,
      payload: toJson(payload),
      createdAt: at,
      traceParent: traceParent ?? null,
    })),
  });
}

/**
 * The oldest messages that nobody has relayed, nor is relaying in another transaction, at most `limit`. They are this
 * transaction's to relay: without `markRelayed` they are everybody's again at its end.
 */
export async function takeUnrelayed(tx: Tx, limit: number): Promise<UnrelayedMessage[]> {
  return tx[prisma].$queryRaw<UnrelayedMessage[]>`
    select id, kind, payload, created_at as "createdAt", trace_parent as "traceParent"
    from outbox where relayed_at is null
    order by id limit ${limit} for update skip locked`;
}

export async function markRelayed(tx: Tx, ids: readonly bigint[], at: Date): Promise<void> {
  await tx[prisma].outboxMessage.updateMany({
    where: { id: { in: [...ids] } },
    data: { relayedAt: at },
  });
}
