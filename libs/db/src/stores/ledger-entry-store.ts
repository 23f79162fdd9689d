import type { AccountLog, Placed } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { LedgerEntry as LedgerEntryRow } from '../generated/client.js';
import type { AccountKey } from './chain-account-store.js';

/** One line of an account: the log that made it, in its place. */
export type LedgerEntry = Placed<AccountLog>;

/** Writes the lines of accounts in place of all that these accounts had. */
export async function save(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
  entries: readonly LedgerEntry[],
): Promise<void> {
  await remove(tx, chainId, accounts);
  await tx[prisma].ledgerEntry.createMany({
    data: entries.map(({ at, ...log }) => ({
      chainId,
      token: log.token,
      owner: log.owner,
      seq: log.seq,
      kind: log.kind,
      amountUnits: log.amountUnits.toString(),
      freeUnits: log.freeUnits.toString(),
      rentalId: log.rentalId ?? null,
      ...at,
    })),
  });
}

async function remove(tx: Tx, chainId: number, accounts: readonly AccountKey[]): Promise<void> {
  await tx[prisma].$executeRaw`
    delete from ledger_entries e
    using unnest(${accounts.map(({ token }) => token)}::text[],
                 ${accounts.map(({ owner }) => owner)}::text[]) as k(token, owner)
    where e.chain_id = ${chainId} and e.token = k.token and e.owner = k.owner`;
}

/** The newest lines of an account, the newest first, at most `limit`. */
export async function newest(
  tx: Tx,
  chainId: number,
  { token, owner }: AccountKey,
  limit: number,
): Promise<LedgerEntry[]> {
  const rows = await tx[prisma].ledgerEntry.findMany({
    where: { chainId, token, owner },
    orderBy: { seq: 'desc' },
    take: limit,
  });
  return rows.map(toEntry);
}

function toEntry(row: LedgerEntryRow): LedgerEntry {
  return {
    kind: row.kind,
    token: hex(row.token),
    owner: hex(row.owner),
    amountUnits: units(row.amountUnits),
    freeUnits: units(row.freeUnits),
    seq: row.seq,
    rentalId: row.rentalId === null ? undefined : hex(row.rentalId),
    at: {
      blockNumber: row.blockNumber,
      blockHash: hex(row.blockHash),
      logIndex: row.logIndex,
      txHash: hex(row.txHash),
      timestamp: row.timestamp,
    },
  };
}
