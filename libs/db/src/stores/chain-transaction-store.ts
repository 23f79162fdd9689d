import type { Address, Hash, Hex } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainTransactionState, Prisma } from '../generated/client.js';

/** Signed bytes for one nonce of one signer. */
export interface SignedTransaction {
  hash: Hash;
  chainId: number;
  signer: Address;
  nonce: number;
  /** The intents that it fulfils, in the order of its calls; of none it only spends its nonce. */
  intentKeys: readonly string[];
  raw: Hex;
  /** What the bytes offer, in wei per gas (EIP-1559). */
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
  signedAt: Date;
}

/** Where a transaction was mined. */
export interface Inclusion {
  blockHash: Hash;
  blockNumber: bigint;
  gasUsed: bigint;
}

/** What the contract said to single calls of a transaction that it did not make, by their position. */
export type Failures = ReadonlyMap<number, Hex>;

/** A signed transaction and what became of it. `inclusion` is there from MINED or REVERTED on. */
export interface ChainTransaction extends SignedTransaction {
  state: ChainTransactionState;
  /** When it was last handed to a node; SIGNED since then: the node did not take it. */
  broadcastAt: Date | undefined;
  minedAt: Date | undefined;
  inclusion: Inclusion | undefined;
}

/** A transaction without its bytes, which are large and asked for only when they are handed to a node again. */
export type FollowedTransaction = Omit<ChainTransaction, 'raw'>;

export type OfSigner = Pick<SignedTransaction, 'chainId' | 'signer'>;

const items = { items: { orderBy: { position: 'asc' } } } as const;
type Row = Prisma.ChainTransactionGetPayload<{ include: typeof items }>;

/** A replacement offers more, and may come within the same millisecond. */
const oldestFirst: Prisma.ChainTransactionOrderByWithRelationInput[] = [
  { nonce: 'asc' },
  { signedAt: 'asc' },
  { maxFeePerGas: 'asc' },
];

/** Stores signed bytes, before they are broadcast. A replacement needs `markReplaced` of the one before it first. */
export async function insert(tx: Tx, { intentKeys, ...columns }: SignedTransaction): Promise<void> {
  await tx[prisma].chainTransaction.create({ data: { ...columns, state: 'SIGNED' } });
  await tx[prisma].chainTransactionItem.createMany({
    data: intentKeys.map((intentKey, position) => ({
      transactionHash: columns.hash,
      position,
      intentKey,
    })),
  });
}

export async function byHash(tx: Tx, hash: Hash): Promise<ChainTransaction | undefined> {
  const row = await tx[prisma].chainTransaction.findUnique({ where: { hash }, include: items });
  return row === null ? undefined : toChainTransaction(row);
}

/** How far a transaction is now. It is kept from other writers to the end of the database transaction. */
export async function lock(
  tx: Tx,
  hash: Hash,
): Promise<{ state: ChainTransactionState; blockHash: string | null } | undefined> {
  const [row] = await tx[prisma].$queryRaw<
    { state: ChainTransactionState; blockHash: string | null }[]
  >`
    select state::text, block_hash as "blockHash" from chain_transactions
    where hash = ${hash} for update`;
  return row;
}

/** Every transaction that was signed for an intent, by nonce and the time of signing. */
export function ofIntent(tx: Tx, intentKey: string): Promise<ChainTransaction[]> {
  return findAll(tx, { items: { some: { intentKey } } });
}

/** Every transaction that was signed for a nonce, replaced ones too: the receipt of any closes it. */
export function ofNonce(
  tx: Tx,
  { chainId, signer, nonce }: Pick<SignedTransaction, 'chainId' | 'signer' | 'nonce'>,
): Promise<ChainTransaction[]> {
  return findAll(tx, { chainId, signer, nonce });
}

/**
 * All transactions of the nonces of which the outcome is open: not mined, or mined in a block that may still vanish. By
 * nonce, then by the time of signing; replaced ones too, because the receipt of any closes its nonce.
 */
export async function open(tx: Tx, { chainId, signer }: OfSigner): Promise<FollowedTransaction[]> {
  const ofSigner = { chainId, signer };
  const live = await tx[prisma].chainTransaction.findMany({
    where: { ...ofSigner, state: { in: ['SIGNED', 'BROADCAST', 'MINED'] } },
    select: { nonce: true },
  });
  if (live.length === 0) return [];
  const rows = await tx[prisma].chainTransaction.findMany({
    where: { ...ofSigner, nonce: { in: live.map(({ nonce }) => nonce) } },
    include: items,
    omit: { raw: true },
    orderBy: oldestFirst,
  });
  return rows.map(toFollowed);
}

/** At most `limit` transactions that we counted as mined for good, from this nonce on. */
export function closedFrom(
  tx: Tx,
  { chainId, signer, nonce }: OfSigner & { nonce: number },
  limit: number,
): Promise<ChainTransaction[]> {
  const where = { chainId, signer, nonce: { gte: nonce }, state: { in: closed } };
  return findAll(tx, where, limit);
}

const closed: ChainTransactionState[] = ['CONFIRMED', 'REVERTED'];

/** A node has it, or another of its nonce. */
export async function markBroadcast(tx: Tx, hash: Hash, at: Date): Promise<void> {
  await tx[prisma].chainTransaction.updateMany({
    where: { hash, state: { in: ['SIGNED', 'BROADCAST'] } },
    data: { state: 'BROADCAST', broadcastAt: at },
  });
}

/** It was handed to a node, which did not take it. */
export async function markDeclined(tx: Tx, hash: Hash, at: Date): Promise<void> {
  await tx[prisma].chainTransaction.updateMany({
    where: { hash, state: { in: ['SIGNED', 'BROADCAST'] } },
    data: { state: 'SIGNED', broadcastAt: at },
  });
}

/**
 * It stands in a block and its calls were made, but for the failures: any other of its nonce is replaced. Said again
 * when it stands in another block.
 */
export async function markMined(
  tx: Tx,
  hash: Hash,
  { inclusion, failures }: { inclusion: Inclusion; failures: Failures },
  at: Date,
): Promise<void> {
  await include(tx, hash, 'MINED', inclusion, at);
  await forgetFailures(tx, hash);
  for (const [position, failure] of failures) {
    await tx[prisma].chainTransactionItem.update({
      where: { transactionHash_position: { transactionHash: hash, position } },
      data: { failure },
    });
  }
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
  await forgetFailures(tx, hash);
  await tx[prisma].chainTransaction.update({
    where: { hash },
    data: { state: 'BROADCAST', blockHash: null, blockNumber: null, gasUsed: null, minedAt: null },
  });
}

async function findAll(
  tx: Tx,
  where: Prisma.ChainTransactionWhereInput,
  take?: number,
): Promise<ChainTransaction[]> {
  const rows = await tx[prisma].chainTransaction.findMany({
    where,
    include: items,
    orderBy: oldestFirst,
    ...(take !== undefined && { take }),
  });
  return rows.map(toChainTransaction);
}

async function forgetFailures(tx: Tx, transactionHash: Hash): Promise<void> {
  await tx[prisma].chainTransactionItem.updateMany({
    where: { transactionHash, failure: { not: null } },
    data: { failure: null },
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
    update chain_transactions other
    set state = 'REPLACED', block_hash = null, block_number = null, gas_used = null, mined_at = null
    from chain_transactions mined
    where mined.hash = ${hash} and other.hash <> mined.hash and other.state <> 'REPLACED'
      and (other.chain_id, other.signer, other.nonce) = (mined.chain_id, mined.signer, mined.nonce)`;
  await tx[prisma].chainTransaction.update({
    where: { hash },
    data: { ...inclusion, state, minedAt: at },
  });
}

function toChainTransaction({ raw, ...row }: Row): ChainTransaction {
  return { ...toFollowed(row), raw: hex(raw) };
}

function toFollowed(row: Omit<Row, 'raw'>): FollowedTransaction {
  const { blockHash, blockNumber, gasUsed, items: carried, ...columns } = row;
  return {
    ...columns,
    hash: hex(row.hash),
    signer: hex(row.signer),
    intentKeys: carried.map(({ intentKey }) => intentKey),
    broadcastAt: present(row.broadcastAt),
    minedAt: present(row.minedAt),
    inclusion:
      blockHash === null || blockNumber === null || gasUsed === null
        ? undefined
        : { blockHash: hex(blockHash), blockNumber, gasUsed },
  };
}
