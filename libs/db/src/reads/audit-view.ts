import { Fault, type ChainAccount, type ChainRental } from '@gpuflow/domain';
import type { Database } from '../database.js';
import * as chainAccounts from '../stores/chain-account-store.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import * as chainLogs from '../stores/chain-log-store.js';
import type { ChainLog } from '../stores/chain-log-store.js';
import * as chainRentals from '../stores/chain-rental-store.js';
import * as chainTokens from '../stores/chain-token-store.js';
import type { ChainToken } from '../stores/chain-token-store.js';

/** All that the projection says of a chain's money, as of the cursor's block. */
export interface AuditView {
  cursor: ChainCursor;
  accounts: ChainAccount[];
  rentals: ChainRental[];
  tokens: ChainToken[];
  /** Every stored log after a block, in the chain's order: what the rows have moved by since. */
  later: ChainLog[];
}

/**
 * The whole projection of one moment, in the order of its keys, and every log of that moment after block `after`.
 * Throws `Fault('chain')` while no block was read.
 */
export async function auditView(db: Database, chainId: number, after: bigint): Promise<AuditView> {
  return db.snapshot(async (tx) => {
    const cursor = await chainCursors.find(tx, chainId);
    if (cursor === undefined)
      throw new Fault('chain', new Error(`chain ${chainId} was never read`));
    return {
      cursor,
      accounts: await chainAccounts.list(tx, chainId),
      rentals: await chainRentals.list(tx, chainId),
      tokens: await chainTokens.list(tx, chainId),
      later: await chainLogs.between(tx, chainId, after + 1n, cursor.number),
    };
  });
}

/** A chain's rows and logs, as an auditor asks for them. */
export function underAudit(db: Database, chainId: number) {
  return {
    /** The last block that was read. */
    readTo: async () => (await chainCursors.find(db, chainId))?.number,
    projection: (after: bigint) => auditView(db, chainId, after),
    logs: (from: bigint, to: bigint) => chainLogs.between(db, chainId, from, to),
  };
}
