import type { AccountLog, Placed } from '@gpuflow/domain';
import { hex, units } from '../columns.js';
import { copied, copyInto } from '../copy-into.js';
import { prisma, type Tx } from '../database.js';
import type { LedgerEntry as LedgerEntryRow } from '../generated/client.js';
import { rowsOf } from '../rows-of.js';
import type { AccountKey } from './chain-account-store.js';

/** One line of an account: the log that made it, in its place. */
export type LedgerEntry = Placed<AccountLog>;

const target = {
  table: 'ledger_entries',
  columns: [
    ...['chain_id', 'token', 'owner', 'seq', 'kind', 'amount_units', 'free_units', 'rental_id'],
    ...['tx_hash', 'block_number', 'block_hash', 'log_index', '"timestamp"'],
  ],
};

/** Writes the lines of accounts in place of all that these accounts had. */
export async function save(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
  entries: readonly LedgerEntry[],
): Promise<void> {
  await remove(tx, chainId, accounts);
  await copyInto(tx, target, entries, (log) => {
    const line = `${chainId}\t${log.token}\t${log.owner}\t${log.seq}\t${log.kind}`;
    const money = `${log.amountUnits}\t${log.freeUnits}\t${copied(log.rentalId)}`;
    const { txHash, blockNumber, blockHash, logIndex, timestamp } = log.at;
    return `${line}\t${money}\t${txHash}\t${blockNumber}\t${blockHash}\t${logIndex}\t${timestamp}`;
  });
}

/** Forgets all lines of these accounts. */
async function remove(tx: Tx, chainId: number, accounts: readonly AccountKey[]): Promise<void> {
  if (accounts.length === 0) return;
  await rowsOf(
    tx,
    `delete from ledger_entries e using unnest($2::text[], $3::text[]) as k(token, owner)
     where e.chain_id = $1 and e.token = k.token and e.owner = k.owner`,
    [chainId, accounts.map(({ token }) => token), accounts.map(({ owner }) => owner)],
  );
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
