import type { LogPosition } from '@gpuflow/domain';
import { hex } from './columns.js';
import { column } from './copy-into.js';
import { int4, int8, text } from './copy-types.js';

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

/** Any row with the place of its last log. */
interface Lasting {
  last: LogPosition;
}

/** The same columns as they are copied. */
export const lastColumns = [
  column('last_block', int8, ({ last }: Lasting) => last.blockNumber),
  column('last_block_hash', text, ({ last }: Lasting) => last.blockHash),
  column('last_log_index', int4, ({ last }: Lasting) => last.logIndex),
  column('last_tx_hash', text, ({ last }: Lasting) => last.txHash),
  column('last_timestamp', int8, ({ last }: Lasting) => last.timestamp),
];

/** The same columns by their names in SQL. */
export const lastColumnNames = lastColumns.map(({ name }) => name);

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
