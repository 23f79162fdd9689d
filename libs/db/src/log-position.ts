import type { LogPosition } from '@gpuflow/domain';
import { hex } from './columns.js';

/** The columns that say where a row's last log stands. */
interface LastColumns {
  lastBlock: bigint;
  lastBlockHash: string;
  lastLogIndex: number;
  lastTxHash: string;
  lastTimestamp: bigint;
}

export function lastColumns(last: LogPosition): LastColumns {
  return {
    lastBlock: last.blockNumber,
    lastBlockHash: last.blockHash,
    lastLogIndex: last.logIndex,
    lastTxHash: last.txHash,
    lastTimestamp: last.timestamp,
  };
}

export function lastOf(row: LastColumns): LogPosition {
  return {
    blockNumber: row.lastBlock,
    blockHash: hex(row.lastBlockHash),
    logIndex: row.lastLogIndex,
    txHash: hex(row.lastTxHash),
    timestamp: row.lastTimestamp,
  };
}
