import {
  chainAccounts,
  ledgerEntries,
  type AccountKey,
  type LedgerEntry,
  type Tx,
} from '@gpuflow/db';
import { foldAccount, isAccountLog, parseAddress, type ChainAccount } from '@gpuflow/domain';
import type { Folding, Projector } from './projector.js';

export const accountProjector: Projector<ChainAccount> = {
  async findMany(tx, chainId, ids) {
    const accounts = await chainAccounts.findMany(tx, chainId, ids.map(keyOf));
    return new Map(accounts.map((account) => [`${account.token}:${account.owner}`, account]));
  },
  fold: (account, log) => (isAccountLog(log) ? foldAccount(account, log) : account),
  save: chainAccounts.save,
  remove: (tx, chainId, ids) => chainAccounts.remove(tx, chainId, ids.map(keyOf)),
};

/** Writes the accounts' lines: new ones below those that are there, or all of an account folded afresh. */
export async function writeLedger(
  tx: Tx,
  chainId: number,
  foldings: readonly Folding[],
): Promise<void> {
  if (foldings.length === 0) return;
  const rewritten = foldings.filter(({ afresh }) => afresh).map(({ id }) => keyOf(id));
  const entries: LedgerEntry[] = foldings.flatMap(({ logs }) => logs.filter(isAccountLog));
  await ledgerEntries.save(tx, chainId, rewritten, entries);
}

function keyOf(id: string): AccountKey {
  const [token = '', owner = ''] = id.split(':');
  return { token: parseAddress(token, 'token'), owner: parseAddress(owner, 'owner') };
}
