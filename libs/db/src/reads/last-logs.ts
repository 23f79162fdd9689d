import type { LogPosition } from '@gpuflow/domain';
import { hexOf } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** Where the last logs stand that folded into these rows, by the rows' keys. A row without a log has none. */
export async function lastLogs(
  tx: Tx,
  chainId: number,
  foldKeys: readonly string[],
): Promise<Map<string, LogPosition>> {
  const rows = await tx[prisma].$queryRaw<LastLogRow[]>`
    select distinct on (fold_key) fold_key, block_number, block_hash, log_index, tx_hash, "timestamp"
    from chain_logs
    where chain_id = ${chainId} and fold_key = any(${[...foldKeys]})
    order by fold_key, block_number desc, log_index desc`;
  return new Map(rows.map((row) => [row.fold_key, toPosition(row)]));
}

interface LastLogRow {
  fold_key: string;
  block_number: bigint;
  block_hash: Uint8Array;
  log_index: number;
  tx_hash: Uint8Array;
  timestamp: bigint;
}

function toPosition(row: LastLogRow): LogPosition {
  return {
    blockNumber: row.block_number,
    blockHash: hexOf(row.block_hash),
    logIndex: row.log_index,
    txHash: hexOf(row.tx_hash),
    timestamp: row.timestamp,
  };
}
