import { prisma, type Tx } from './database.js';

/** Tells a channel's listeners, when and if the transaction commits. At most 8,000 bytes (PostgreSQL). */
export async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  await tx[prisma].$executeRaw`select pg_notify(${channel}, ${payload})`;
}
