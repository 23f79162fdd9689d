import { chmod, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import { chainCursors, chainTokens, openDatabase } from '@gpuflow/db';
import type { Address } from '@gpuflow/domain';
import { cloneDatabase, seedMarket } from '@gpuflow/testing';

import { startPostgres, THROWAWAY_SETTINGS } from '../../../tools/embedded-postgres.ts';
import { cleanUp } from '../../../tools/test-run/cleanup.ts';
import { startTestDatabase } from '../../../tools/test-run/test-database.ts';
import { chainId } from './queries.ts';

export interface BenchMarket {
  url: string;
  close(): Promise<void>;
}

const token: Address = `0x${'c0'.repeat(20)}`;
const meter: Address = `0x${'3e'.repeat(20)}`;

/** A PostgreSQL of its own with a generated market. Nothing in it is waited for on a disk: searches only read. */
export async function openMarket(listings: number, seed: number): Promise<BenchMarket> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-search-'));
  await chmod(folder, 0o711); // where root runs the bench, PostgreSQL is another user
  const settings = { ...THROWAWAY_SETTINGS, shared_buffers: '1GB', max_wal_size: '4GB' };
  const postgres = await startPostgres({ dataDir: path.join(folder, 'data'), settings });
  const close = async () => {
    await cleanUp();
    await postgres.stop();
    await rm(folder, { recursive: true });
  };
  try {
    process.env['TEST_DATABASE_URL'] = postgres.url('postgres');
    await startTestDatabase();
    const { url } = await cloneDatabase();
    await fillMarket(url, listings, seed);
    return { url, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** The generated market, on a chain that was read a moment ago. */
export async function fillMarket(url: string, listings: number, seed: number): Promise<void> {
  const at = new Date();
  await seedMarket(url, { seed, listings, at, token, meter });
  const db = openDatabase(url);
  const timestamp = BigInt(Math.floor(at.getTime() / 1_000));
  const heights = { number: 20n, safeNumber: 18n, finalizedNumber: 10n, deploymentBlock: 1n };
  const hash = `0x${'ab'.repeat(32)}` as const;
  await chainCursors.save(db, {
    ...{ chainId, escrow: meter, hash, timestamp, observedAt: at },
    ...heights,
  });
  await chainTokens.save(db, chainId, [
    {
      ...{ address: token, symbol: 'dUSD', decimals: 6, listed: true },
      ...{ feesWithdrawnUnits: 0n, lastBlock: 1n },
    },
  ]);
  await db.close();
}
