import { Fault, type ChainAccount, type ChainRental } from '@gpuflow/domain';
import { prisma, type Database } from '../database.js';
import { toChainAccount } from '../stores/chain-account-store.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import { toChainRental } from '../stores/chain-rental-store.js';
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
    const accounts = await tx[prisma].chainAccount.findMany({
      where: { chainId },
      orderBy: [{ token: 'asc' }, { owner: 'asc' }],
    });
    const rentals = await tx[prisma].chainRental.findMany({
      where: { chainId },
      orderBy: { rentalId: 'asc' },
    });
    return {
      cursor,
      accounts: accounts.map(toChainAccount),
      rentals: rentals.map(toChainRental),
      tokens: await chainTokens.list(tx, chainId),
    };
  });
}
