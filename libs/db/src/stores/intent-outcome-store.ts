import type { Hash } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/**
 * Those of a transaction's intents whose fate another one decides: it has made their call in a block, or was signed for
 * them later.
 */
export async function decidedElsewhere(tx: Tx, hash: Hash): Promise<Set<string>> {
  const rows = await tx[prisma].$queryRaw<{ key: string }[]>`
    select distinct mine.intent_key as key
    from chain_transaction_items mine
    join chain_transactions own on own.hash = mine.transaction_hash
    join chain_transaction_items item on item.intent_key = mine.intent_key
    join chain_transactions other on other.hash = item.transaction_hash
    where mine.transaction_hash = ${hash} and other.hash <> own.hash and (
      other.state in ('SIGNED', 'BROADCAST', 'MINED')
        and (other.nonce > own.nonce or other.signer <> own.signer)
      or other.state in ('MINED', 'CONFIRMED') and item.failure is null)`;
  return new Set(rows.map(({ key }) => key));
}

/** The intents of a mined transaction whose calls it made. */
export async function keysDone(tx: Tx, transactionHash: Hash): Promise<string[]> {
  const rows = await tx[prisma].chainTransactionItem.findMany({
    where: { transactionHash, failure: null },
    select: { intentKey: true },
    orderBy: { position: 'asc' },
  });
  return rows.map(({ intentKey }) => intentKey);
}

/** The mined transactions that made the calls of these intents, by intent. */
export async function minedFor(tx: Tx, intentKeys: readonly string[]): Promise<Map<string, Hash>> {
  const rows = await tx[prisma].chainTransactionItem.findMany({
    where: {
      intentKey: { in: [...intentKeys] },
      failure: null,
      transaction: { state: { in: ['MINED', 'CONFIRMED'] } },
    },
    select: { intentKey: true, transactionHash: true },
  });
  return new Map(rows.map((row) => [row.intentKey, hex(row.transactionHash)]));
}
