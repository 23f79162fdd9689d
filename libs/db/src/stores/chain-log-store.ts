import type { Address, Hash, Hex } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { copyInto } from '../copy-into.js';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

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

const target = {
  table: 'chain_logs',
  columns: [
    ...['chain_id', 'block_number', 'block_hash', 'log_index', 'tx_hash', 'address', 'topics'],
    ...['data', '"timestamp"', 'fold_key'],
  ],
};

/** Stores logs. Throws where one is stored already: what it replaces has to be forgotten first. */
export function insert(tx: Tx, chainId: number, logs: readonly ChainLog[]): Promise<void> {
  return copyInto(tx, target, logs, (log) => {
    const place = `${chainId}\t${log.blockNumber}\t${log.blockHash}\t${log.logIndex}`;
    const words = `${log.txHash}\t${log.address}\t{${log.topics.join()}}\t${log.data}`;
    return `${place}\t${words}\t${log.timestamp}\t${log.foldKey}`;
  });
}

/** All logs that fold into these rows, in the chain's order. */
export async function ofFoldKeys(tx: Tx, chainId: number, foldKeys: string[]): Promise<ChainLog[]> {
  const rows = await rowsOf<LogRow>(
    tx,
    `select block_number, block_hash, log_index, tx_hash, address, topics, data, "timestamp", fold_key
     from chain_logs where chain_id = $1 and fold_key = any($2)
     order by block_number, log_index`,
    [chainId, foldKeys],
  );
  return rows.map(toLog);
}

/** The next rows, by their keys, that stored logs fold into, and how many logs: those after `after`, at most `limit`. */
export async function foldKeys(
  tx: Tx,
  chainId: number,
  { after, limit }: { after: string; limit: number },
): Promise<{ foldKey: string; logs: number }[]> {
  const rows = await rowsOf<{ fold_key: string; logs: number }>(
    tx,
    `select fold_key, count(*)::int as logs from chain_logs where chain_id = $1 and fold_key > $2
     group by fold_key order by fold_key limit $3`,
    [chainId, after, limit],
  );
  return rows.map(({ fold_key, logs }) => ({ foldKey: fold_key, logs }));
}

/** How many rows there are that any stored log folds into. */
export async function countFoldKeys(tx: Tx, chainId: number): Promise<number> {
  const [row] = await rowsOf<{ keys: number }>(
    tx,
    'select count(distinct fold_key)::int as keys from chain_logs where chain_id = $1',
    [chainId],
  );
  return row?.keys ?? 0;
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

interface LogRow {
  block_number: string;
  block_hash: string;
  log_index: number;
  tx_hash: string;
  address: string;
  topics: string[];
  data: string;
  timestamp: string;
  fold_key: string;
}

function toLog(row: LogRow): ChainLog {
  return {
    blockNumber: BigInt(row.block_number),
    blockHash: hex(row.block_hash),
    logIndex: row.log_index,
    txHash: hex(row.tx_hash),
    address: hex(row.address),
    topics: row.topics.map(hex),
    data: hex(row.data),
    timestamp: BigInt(row.timestamp),
    foldKey: row.fold_key,
  };
}
