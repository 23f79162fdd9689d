import type { Tx } from '../database.js';
import type { AccountKey } from '../stores/chain-account-store.js';
import * as ledgerEntries from '../stores/ledger-entry-store.js';
import type { LedgerEntry } from '../stores/ledger-entry-store.js';

/** A wallet's account in one token. */
export interface Ledger {
  /** What the owner may withdraw or promise now. */
  freeUnits: bigint;
  /** The newest first. */
  entries: LedgerEntry[];
}

/** The newest `first` (at least 1) lines of an account, and the balance that they lead to. */
export async function ledger(
  tx: Tx,
  chainId: number,
  account: AccountKey,
  first: number,
): Promise<Ledger> {
  const entries = await ledgerEntries.newest(tx, chainId, account, first);
  return { freeUnits: entries[0]?.freeUnits ?? 0n, entries };
}
