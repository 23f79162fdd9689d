import type { LogPosition } from '@gpuflow/domain';
import { hex } from './columns.js';

/** The columns that say where a row's last log stands. */
interface LastColumns {
  lastBlock: bigint | string;
  lastBlockHash: string;
  lastLogIndex: number;
  lastTxHash: string;
  lastTimestamp: bigint | string;
}

export function lastOf(row: LastColumns): LogPosition {
  return {
    blockNumber: BigInt(row.lastBlock),
    blockHash: hex(row.lastBlockHash),
    logIndex: row.lastLogIndex,
    txHash: hex(row.lastTxHash),
    timestamp: BigInt(row.lastTimestamp),
  };
}

/** The same columns by their names in SQL. */
export const lastColumnNames = [
  'last_block',
  'last_block_hash',
  'last_log_index',
  'last_tx_hash',
  'last_timestamp',
] as const;

/** What is copied into them, in their order. */
export function lineOfLast(last: LogPosition): string {
  const { blockNumber, blockHash, logIndex, txHash, timestamp } = last;
  return `${blockNumber}\t${blockHash}\t${logIndex}\t${txHash}\t${timestamp}`;
}

/** What a statement answers of them. */
export interface LastValues {
  last_block: string;
  last_block_hash: string;
  last_log_index: number;
  last_tx_hash: string;
  last_timestamp: string;
}

export function lastFrom(row: LastValues): LogPosition {
  return {
    blockNumber: BigInt(row.last_block),
    blockHash: hex(row.last_block_hash),
    logIndex: row.last_log_index,
    txHash: hex(row.last_tx_hash),
    timestamp: BigInt(row.last_timestamp),
  };
}
