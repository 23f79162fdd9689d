import { setTimeout as delay } from 'node:timers/promises';

import { createChainProcess } from '@gpuflow/chain';
import { intents, openDatabase } from '@gpuflow/db';
import { intentFor } from '@gpuflow/domain';
import pg from 'pg';

import type { RunningRental } from './running-rentals.ts';
import type { World } from './world.ts';

const pollMs = 100;

/**
 * The chain process as it is deployed, with all its loops, the follower and the other signers among them: from the
 * writing of the intents until each is confirmed.
 */
export async function settleByProcess(
  world: World,
  rentals: readonly RunningRental[],
): Promise<{ seconds: number }> {
  const chain = world.openChain();
  const chainProcess = createChainProcess(chain);
  // What came before is read before the clock starts.
  while (await chainProcess.followStep());
  const before = performance.now();
  const ended = chainProcess.run(pollMs);
  await wish(world, rentals);
  while ((await confirmed(world)) < rentals.length) await delay(20);
  const seconds = (performance.now() - before) / 1_000;
  await chainProcess.close();
  await ended;
  await chain.market.db.close();
  return { seconds };
}

async function wish({ databaseUrl, chainId }: World, rentals: readonly RunningRental[]) {
  const db = openDatabase(databaseUrl);
  const wishes = rentals.map(({ id, order }) =>
    intentFor(chainId, id, { purpose: 'SETTLE', order, claimedUnits: 0n }),
  );
  await intents.put(db, wishes, new Date());
  await db.close();
}

async function confirmed({ databaseUrl }: World): Promise<number> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const question = "select count(*)::int as n from intents where state = 'CONFIRMED'";
  const { rows } = await client.query<{ n: number }>(question);
  await client.end();
  return rows[0]?.n ?? 0;
}
