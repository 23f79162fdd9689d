import type { Address, Hash, Hex } from '@gpuflow/domain';
import { hexOf } from '../columns.js';
import { column, copyInto } from '../copy-into.js';
import { bytea, byteas, int4, int8, text } from '../copy-types.js';
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

/** Stores logs. Throws where one is stored already: what it replaces has to be forgotten first. */
export function insert(tx: Tx, chainId: number, logs: readonly ChainLog[]): Promise<void> {
  return copyInto(tx, 'chain_logs', [column('chain_id', int4, () => chainId), ...columns], logs);
}

const columns = [
  column('block_number', int8, (log: ChainLog) => log.blockNumber),
  column('block_hash', bytea, (log: ChainLog) => log.blockHash),
  column('log_index', int4, (log: ChainLog) => log.logIndex),
  column('tx_hash', bytea, (log: ChainLog) => log.txHash),
  column('address', bytea, (log: ChainLog) => log.address),
  column('topics', byteas, (log: ChainLog) => log.topics),
  column('data', bytea, (log: ChainLog) => log.data),
  column('timestamp', int8, (log: ChainLog) => log.timestamp),
  column('fold_key', text, (log: ChainLog) => log.foldKey),
];

/** All logs that fold into these rows, in the chain's order. */
export function ofFoldKeys(tx: Tx, chainId: number, foldKeys: string[]): Promise<ChainLog[]> {
  return logsWhere(tx, 'chain_id = $1 and fold_key = any($2)', [chainId, foldKeys]);
}

/** The logs of these blocks, both included, in the chain's order. */
export function between(tx: Tx, chainId: number, from: bigint, to: bigint): Promise<ChainLog[]> {
  return logsWhere(tx, 'chain_id = $1 and block_number between $2 and $3', [chainId, from, to]);
}

/** The logs at these places, in the chain's order. */
export function at(
  tx: Tx,
  chainId: number,
  places: readonly Pick<ChainLog, 'blockNumber' | 'logIndex'>[],
): Promise<ChainLog[]> {
  return logsWhere(
    tx,
    `chain_id = $1 and (block_number, log_index) in (select * from unnest($2::bigint[], $3::int[]))`,
    [chainId, places.map(({ blockNumber }) => blockNumber), places.map(({ logIndex }) => logIndex)],
  );
}

async function logsWhere(tx: Tx, condition: string, values: unknown[]): Promise<ChainLog[]> {
  const rows = await rowsOf<LogRow>(
    tx,
    `select block_number, block_hash, log_index, tx_hash, address, topics, data, "timestamp", fold_key
     from chain_logs where ${condition} order by block_number, log_index`,
    values,
  );
  return rows.map(toLog);
}

/** A rental's logs after number `seq`, in the chain's order: they are numbered from 1 on, without a gap. */
export async function ofRental(
  tx: Tx,
  chainId: number,
  rentalId: Hash,
  seq: number,
): Promise<ChainLog[]> {
  const logs = await ofFoldKeys(tx, chainId, [`rental:${rentalId}`]);
  return logs.slice(seq);
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
  block_hash: Buffer;
  log_index: number;
  tx_hash: Buffer;
  address: Buffer;
  topics: Buffer;
  data: Buffer;
  timestamp: string;
  fold_key: string;
}

function toLog(row: LogRow): ChainLog {
  return {
    blockNumber: BigInt(row.block_number),
    blockHash: hexOf(row.block_hash),
    logIndex: row.log_index,
    txHash: hexOf(row.tx_hash),
    address: hexOf(row.address),
    topics: topicsOf(row.topics),
    data: hexOf(row.data),
    timestamp: BigInt(row.timestamp),
    foldKey: row.fold_key,
  };
}

const topicBytes = 32;

function topicsOf(bytes: Buffer): Hash[] {
  const topics: Hash[] = [];
  for (let at = 0; at < bytes.length; at += topicBytes)
    topics.push(hexOf(bytes.subarray(at, at + topicBytes)));
  return topics;
}
