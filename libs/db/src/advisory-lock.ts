import type { Address } from '@gpuflow/domain';
import pg from 'pg';
import { address, prisma, type Database, type Tx } from './database.js';
import { translated } from './faults.js';

/** Waits until no other transaction holds this text's lock, and holds it to the end of this one. */
export async function lockKey(tx: Tx, text: string): Promise<void> {
  await tx[prisma].$executeRaw`select pg_advisory_xact_lock(hashtextextended(${text}, 0))`;
}

/**
 * Waits until nobody else writes for this signer, then runs `work` as the only one who does. The lock lives as long as
 * its own connection: when that is lost, so is the lock, and `lost` aborts.
 */
export async function withSignerLock<Result>(
  db: Database,
  { chainId, signer }: { chainId: number; signer: Address },
  work: (lost: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const lost = new AbortController();
  const client = new pg.Client({ connectionString: db[address], keepAlive: true });
  client.on('error', () => undefined);
  client.on('end', () => lost.abort());
  try {
    await hold(client, `signer:${chainId}:${signer}`);
    return await work(lost.signal);
  } finally {
    await client.end();
  }
}

async function hold(client: pg.Client, text: string): Promise<void> {
  try {
    await client.connect();
    await client.query('select pg_advisory_lock(hashtextextended($1, 0))', [text]);
  } catch (error) {
    throw translated(error);
  }
}
