import type { AccountLog, Placed } from '@gpuflow/domain';
import { hex, hexOf, units } from '../columns.js';
import { column, copyInto } from '../copy-into.js';
import { bytea, int4, int8, numeric, text } from '../copy-types.js';
import { prisma, type Tx } from '../database.js';
import type { LedgerEntry as LedgerEntryRow } from '../generated/client.js';
import { rowsOf } from '../rows-of.js';
import type { AccountKey } from './chain-account-store.js';

/** One line of an account: the log that made it, in its place. */
export type LedgerEntry = Placed<AccountLog>;

const columns = [
  column('token', text, (log: LedgerEntry) => log.token),
  column('owner', text, (log: LedgerEntry) => log.owner),
  column('seq', int8, (log: LedgerEntry) => log.seq),
  column('kind', text, (log: LedgerEntry) => log.kind),
  column('amount_units', numeric, (log: LedgerEntry) => log.amountUnits),
  column('free_units', numeric, (log: LedgerEntry) => log.freeUnits),
  column('rental_id', bytea, (log: LedgerEntry) => log.rentalId),
  column('tx_hash', bytea, (log: LedgerEntry) => log.at.txHash),
  column('block_number', int8, (log: LedgerEntry) => log.at.blockNumber),
  column('block_hash', bytea, (log: LedgerEntry) => log.at.blockHash),
  column('log_index', int4, (log: LedgerEntry) => log.at.logIndex),
  column('timestamp', int8, (log: LedgerEntry) => log.at.timestamp),
];

/** Writes the lines of accounts in place of all that these accounts had. */
export async function save(
  tx: Tx,
  chainId: number,
  accounts: readonly AccountKey[],
  entries: readonly LedgerEntry[],
): Promise<void> {
  await remove(tx, chainId, accounts);
  const ofChain = column('chain_id', int4, () => chainId);
  await copyInto(tx, 'ledger_entries', [ofChain, ...columns], entries);
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
    rentalId: row.rentalId === null ? undefined : hexOf(row.rentalId),
    at: {
      blockNumber: row.blockNumber,
      blockHash: hexOf(row.blockHash),
      logIndex: row.logIndex,
      txHash: hexOf(row.txHash),
      timestamp: row.timestamp,
    },
  };
}
