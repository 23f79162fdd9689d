import {
  chainCursors,
  chainTokens,
  ledger,
  type AccountKey,
  type ChainCursor,
  type LedgerEntry,
} from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';
import { found, type Market } from '@gpuflow/marketplace';

import { headOf, positionOf } from '../settlement/chain-position.js';

/**
 * A wallet's account and its newest lines, in one snapshot, so that the balance is the block's that it names.
 * Refuses `NOT_FOUND` for a token that the escrow never listed.
 */
export function accountStatement({ db, policy }: Market, account: AccountKey, first: number) {
  const { chainId } = policy;
  return db.snapshot(async (tx) => {
    const cursor = await chainCursors.find(tx, chainId);
    if (cursor === undefined)
      throw new Fault('chain', new Error(`chain ${chainId} was never read`));
    const token = found(await chainTokens.find(tx, chainId, account.token), 'token', account.token);
    const { freeUnits, entries } = await ledger(tx, chainId, account, first);
    return {
      owner: account.owner,
      token,
      free: { units: freeUnits, token: account.token },
      entries: entries.map((entry) => lineOf(cursor, entry)),
      position: headOf(cursor),
    };
  });
}

function lineOf(cursor: ChainCursor, entry: LedgerEntry) {
  const { seq, kind, token, amountUnits, freeUnits, rentalId, at } = entry;
  return {
    seq,
    kind,
    amount: { units: amountUnits, token },
    free: { units: freeUnits, token },
    rentalId,
    position: positionOf(cursor, at),
  };
}
