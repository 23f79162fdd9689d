import { Fault, type ChainAccount, type ChainRental } from '@gpuflow/domain';
import type { Database } from '../database.js';
import * as chainAccounts from '../stores/chain-account-store.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import * as chainRentals from '../stores/chain-rental-store.js';
import * as chainTokens from '../stores/chain-token-store.js';
import type { ChainToken } from '../stores/chain-token-store.js';

/** All that the projection says of a chain's money, as of the cursor's block. */
export interface AuditView {
  cursor: ChainCursor;
  accounts: ChainAccount[];
  rentals: ChainRental[];
  tokens: ChainToken[];
}

/** The whole projection of one moment, in the order of its keys. Throws `Fault('chain')` while no block was read. */
export async function auditView(db: Database, chainId: number): Promise<AuditView> {
  return db.snapshot(async (tx) => {
    const cursor = await chainCursors.find(tx, chainId);
    if (cursor === undefined)
      throw new Fault('chain', new Error(`chain ${chainId} was never read`));
    return {
      cursor,
      accounts: await chainAccounts.list(tx, chainId),
      rentals: await chainRentals.list(tx, chainId),
      tokens: await chainTokens.list(tx, chainId),
    };
  });
}
