import type { Address, Hash, Hex } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type {
  ChainTransaction as ChainTransactionRow,
  ChainTransactionState,
} from '../generated/client.js';

/** Signed bytes for one nonce of one signer. */
export interface SignedTransaction {
  hash: Hash;
  chainId: number;
  signer: Address;
  nonce: number;
  intentKey: string;
  raw: Hex;
  signedAt: Date;
}

/** Where a transaction was mined. */
export interface Inclusion {
  blockHash: Hash;
  blockNumber: bigint;
  gasUsed: bigint;
}

/** A signed transaction and what became of it. `inclusion` is there from MINED or REVERTED on. */
export interface ChainTransaction extends SignedTransaction {
  state: ChainTransactionState;
  broadcastAt: Date | undefined;
  minedAt: Date | undefined;
  inclusion: Inclusion | undefined;
}

/** Stores signed bytes, before they are broadcast. A replacement needs `markReplaced` of the one before it first. */
export async function insert(tx: Tx, transaction: SignedTransaction): Promise<void> {
  await tx[prisma].chainTransaction.create({ data: { ...transaction, state: 'SIGNED' } });
}

export async function byHash(tx: Tx, hash: Hash): Promise<ChainTransaction | undefined> {
  const row = await tx[prisma].chainTransaction.findUnique({ where: { hash } });
  return row === null ? undefined : toChainTransaction(row);
}

/** Every transaction that was signed for an intent, by nonce and the time of signing. */
export async function ofIntent(tx: Tx, intentKey: string): Promise<ChainTransaction[]> {
  const rows = await tx[prisma].chainTransaction.findMany({
    where: { intentKey },
    orderBy: [{ nonce: 'asc' }, { signedAt: 'asc' }],
  });
  return rows.map(toChainTransaction);
}

/** Every transaction that was signed for a nonce, replaced ones too: the receipt of any closes it. */
export async function ofNonce(
  tx: Tx,
  { chainId, signer, nonce }: Pick<SignedTransaction, 'chainId' | 'signer' | 'nonce'>,
): Promise<ChainTransaction[]> {
  const rows = await tx[prisma].chainTransaction.findMany({
    where: { chainId, signer, nonce },
    orderBy: { signedAt: 'asc' },
  });
  return rows.map(toChainTransaction);
}

/** Signed or broadcast, and not seen mined, by nonce. */
export async function unminedOf(
  tx: Tx,
  chainId: number,
  signer: Address,
): Promise<ChainTransaction[]> {
  const rows = await tx[prisma].chainTransaction.findMany({
    where: { chainId, signer, state: { in: ['SIGNED', 'BROADCAST'] } },
    orderBy: { nonce: 'asc' },
  });
  return rows.map(toChainTransaction);
}

/** Mined or reverted in a block that may still vanish, by nonce. */
export async function unconfirmedOf(
  tx: Tx,
  chainId: number,
  signer: Address,
): Promise<ChainTransaction[]> {
  const rows = await tx[prisma].chainTransaction.findMany({
    where: { chainId, signer, state: 'MINED' },
    orderBy: { nonce: 'asc' },
  });
  return rows.map(toChainTransaction);
}

/** The highest nonce that any stored transaction of the signer has. */
export async function highestNonce(
  tx: Tx,
  chainId: number,
  signer: Address,
): Promise<number | undefined> {
  const { _max } = await tx[prisma].chainTransaction.aggregate({
    where: { chainId, signer },
    _max: { nonce: true },
  });
  return present(_max.nonce);
}

export async function markBroadcast(tx: Tx, hash: Hash, at: Date): Promise<void> {
  await tx[prisma].chainTransaction.update({
    where: { hash },
    data: { state: 'BROADCAST', broadcastAt: at },
  });
}

/** It stands in a block and did what it should: any other of its nonce is replaced. */
export async function markMined(tx: Tx, hash: Hash, inclusion: Inclusion, at: Date): Promise<void> {
  await include(tx, hash, 'MINED', inclusion, at);
}

/** It stands in a block and spent its nonce, but did nothing: any other of its nonce is replaced. */
export async function markReverted(
  tx: Tx,
  hash: Hash,
  inclusion: Inclusion,
  at: Date,
): Promise<void> {
  await include(tx, hash, 'REVERTED', inclusion, at);
}

/** Its block is deep enough. */
export async function confirm(tx: Tx, hash: Hash): Promise<void> {
  await tx[prisma].chainTransaction.update({ where: { hash }, data: { state: 'CONFIRMED' } });
}

/** Another of its nonce takes its place. */
export async function markReplaced(tx: Tx, hash: Hash): Promise<void> {
  await tx[prisma].chainTransaction.update({ where: { hash }, data: { state: 'REPLACED' } });
}

/** Its block has vanished: it is as it was after the broadcast. */
export async function markUnmined(tx: Tx, hash: Hash): Promise<void> {
  await tx[prisma].chainTransaction.update({
    where: { hash },
    data: { state: 'BROADCAST', blockHash: null, blockNumber: null, gasUsed: null, minedAt: null },
  });
}

async function include(
  tx: Tx,
  hash: Hash,
  state: 'MINED' | 'REVERTED',
  inclusion: Inclusion,
  at: Date,
): Promise<void> {
  await tx[prisma].$executeRaw`
    update chain_transactions other set state = 'REPLACED'
    from chain_transactions mined
    where mined.hash = ${hash} and other.hash <> mined.hash and other.state <> 'REPLACED'
      and (other.chain_id, other.signer, other.nonce) = (mined.chain_id, mined.signer, mined.nonce)`;
  await tx[prisma].chainTransaction.update({
    where: { hash },
    data: { ...inclusion, state, minedAt: at },
  });
}

function toChainTransaction(row: ChainTransactionRow): ChainTransaction {
  const { blockHash, blockNumber, gasUsed, ...columns } = row;
  return {
    ...columns,
    hash: hex(row.hash),
    signer: hex(row.signer),
    raw: hex(row.raw),
    broadcastAt: present(row.broadcastAt),
    minedAt: present(row.minedAt),
    inclusion:
      blockHash === null || blockNumber === null || gasUsed === null
        ? undefined
        : { blockHash: hex(blockHash), blockNumber, gasUsed },
  };
}
