import type { Address, Hash, Hex } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainLog as ChainLogRow } from '../generated/client.js';

/** A raw log as the node gave it. */
export interface ChainLog {
  blockNumber: bigint;
  blockHash: Hash;
  logIndex: number;
  txHash: Hash;
  address: Address;
  topics: Hash[];
  data: Hex;
  /** The block's time, in chain seconds. */
  timestamp: bigint;
  /** Names the row that it folds into. */
  foldKey: string;
}

/** Stores logs; those that are stored already stay as they are. */
export async function insert(tx: Tx, chainId: number, logs: readonly ChainLog[]): Promise<void> {
  await tx[prisma].chainLog.createMany({
    data: logs.map((log) => ({ chainId, ...log })),
    skipDuplicates: true,
  });
}

/** All logs that fold into these rows, in the chain's order. */
export async function ofFoldKeys(tx: Tx, chainId: number, foldKeys: string[]): Promise<ChainLog[]> {
  const rows = await tx[prisma].chainLog.findMany({
    where: { chainId, foldKey: { in: foldKeys } },
    orderBy: [{ blockNumber: 'asc' }, { logIndex: 'asc' }],
  });
  return rows.map(toLog);
}

/** Every row that any stored log folds into, in the order of the keys. */
export async function foldKeys(tx: Tx, chainId: number): Promise<string[]> {
  const rows = await tx[prisma].chainLog.findMany({
    where: { chainId },
    distinct: ['foldKey'],
    orderBy: { foldKey: 'asc' },
    select: { foldKey: true },
  });
  return rows.map(({ foldKey }) => foldKey);
}

/** Forgets logs from a block on and tells which rows have to be folded again. */
export async function deleteFrom(tx: Tx, chainId: number, blockNumber: bigint): Promise<string[]> {
  const rows = await tx[prisma].$queryRaw<{ fold_key: string }[]>`
    with gone as (
      delete from chain_logs
      where chain_id = ${chainId} and block_number >= ${blockNumber}
      returning fold_key)
    select distinct fold_key from gone order by fold_key`;
  return rows.map(({ fold_key }) => fold_key);
}

function toLog({ chainId: _chainId, ...row }: ChainLogRow): ChainLog {
  return {
    ...row,
    blockHash: hex(row.blockHash),
    txHash: hex(row.txHash),
    address: hex(row.address),
    topics: row.topics.map(hex),
    data: hex(row.data),
  };
}
