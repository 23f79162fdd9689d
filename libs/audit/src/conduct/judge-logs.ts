import { getAddress, type Address, type Hex } from 'viem';

import { emptyBooks } from '../fold/books.js';
import { foldLog } from '../fold/fold-log.js';
import { closeTransaction } from '../fold/transaction.js';
import type { Finding } from '../finding.js';
import { judgeOverlaps } from './overlaps.js';
import { judgePreemptions } from './preemptions.js';

/** A log as its contract emitted it, and where and when: seconds of its block. */
export interface EmittedLog {
  address: Address;
  topics: Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hex;
  txHash: Hex;
  logIndex: number;
  timestamp: bigint;
}

/**
 * What the logs of an escrow, from its first, show by themselves up to second `now`, where no chain can be asked: books that
 * do not add up, rentals that gave way to no better ones, and GPUs that were charged twice.
 */
export function judgeLogs(
  { chainId, escrow }: { chainId: number; escrow: Address },
  logs: readonly EmittedLog[],
  now: bigint,
): Finding[] {
  const books = emptyBooks({ chainId, escrow: getAddress(escrow) });
  for (const { timestamp, ...raw } of logs) foldLog(books, raw, timestamp);
  closeTransaction(books);
  const last = logs.at(-1);
  const at = { number: last?.blockNumber ?? 0n, hash: last?.blockHash ?? '0x', timestamp: now };
  return [...books.findings, ...judgePreemptions(books, now), ...judgeOverlaps(books, at)];
}
