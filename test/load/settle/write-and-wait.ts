import { encodeCall } from '@gpuflow/escrow';
import pg from 'pg';
import { createWalletClient, http } from 'viem';

import type { RunningRental } from './running-rentals.ts';
import { accountOf, seats } from './seats.ts';
import type { World } from './world.ts';

/**
 * What one writes first: for each settlement a row, a transaction, a wait for its receipt, and the row again. viem
 * estimates, prices, numbers, signs and sends; receipts are asked for every 20 ms, 200 times as often as by default.
 */
export async function writeAndWait(
  { node, nodeUrl, databaseUrl, escrow }: World,
  rentals: readonly RunningRental[],
): Promise<void> {
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  await database.query('create table if not exists naive (id text primary key, tx_hash text)');
  const wallet = createWalletClient({ account: accountOf(seats.naive), transport: http(nodeUrl) });
  for (const { id, order } of rentals) {
    await database.query('insert into naive (id) values ($1)', [id]);
    const data = encodeCall({ purpose: 'SETTLE', order, claimedUnits: 0n });
    const hash = await wallet.sendTransaction({ chain: null, to: escrow, data });
    const { status } = await node.waitForTransactionReceipt({ hash });
    if (status !== 'success') throw new Error(`${hash} reverted`);
    await database.query('update naive set tx_hash = $2 where id = $1', [id, hash]);
  }
  await database.end();
}
