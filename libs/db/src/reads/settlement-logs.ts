import type { Hash } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';
import { Prisma } from '../generated/client.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import * as chainLogs from '../stores/chain-log-store.js';
import type { ChainLog } from '../stores/chain-log-store.js';

export interface SettlementFilter {
  /** Of this rental alone. */
  rentalId: Hash | undefined;
  /** Older than the log at this place. */
  before: Pick<ChainLog, 'blockNumber' | 'logIndex'> | undefined;
  first: number;
}

/** A page of settlements, the newest first, and how far the chain was read. */
export interface SettlementLogs {
  cursor: ChainCursor | undefined;
  logs: ChainLog[];
  hasNextPage: boolean;
}

/** No log stands here or later. */
const afterEverything = { blockNumber: 2n ** 63n - 1n, logIndex: 2 ** 31 - 1 };

/** The logs by which providers were paid. */
export async function settlementLogs(
  tx: Tx,
  chainId: number,
  { rentalId, before, first }: SettlementFilter,
): Promise<SettlementLogs> {
  const { blockNumber, logIndex } = before ?? afterEverything;
  const ofRental = rentalId ? Prisma.sql`and fold_key = ${`rental:${rentalId}`}` : Prisma.empty;
  // The topic of `Settled(bytes32,uint96,uint96,uint96,uint32)`: a literal, as in the index chain_logs_settled_idx.
  const places = await tx[prisma].$queryRaw<{ block_number: bigint; log_index: number }[]>`
    select block_number, log_index from chain_logs
    where chain_id = ${chainId}
      and substr(topics, 1, 32) = '\\x71b20ff416db7f69a5a0e0c5c2f58f3800df2b2044eb0d3a2af69dce0859006f'
      and (block_number, log_index) < (${blockNumber}, ${logIndex}) ${ofRental}
    order by block_number desc, log_index desc limit ${first + 1}`;
  const page = places.slice(0, first).map((place) => ({
    blockNumber: place.block_number,
    logIndex: place.log_index,
  }));
  const logs = await chainLogs.at(tx, chainId, page);
  const cursor = await chainCursors.find(tx, chainId);
  return { cursor, logs: logs.reverse(), hasNextPage: places.length > first };
}
