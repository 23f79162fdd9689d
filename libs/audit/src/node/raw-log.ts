import { z } from 'zod';

import { address, bytes, hash, quantity } from './quantity.js';

/** A log in the form of `eth_getLogs`. */
export const rawLog = z
  .object({
    address,
    topics: z.array(hash).max(4),
    data: bytes,
    blockNumber: quantity,
    blockHash: hash,
    transactionHash: hash,
    logIndex: quantity.transform(Number),
  })
  .transform(({ transactionHash, ...rest }) => ({ ...rest, txHash: transactionHash }));

/** A log as a node gives it. */
export type RawLog = z.output<typeof rawLog>;

/** Whether a log stands before another one on the chain. */
export function isBefore(log: RawLog, other: RawLog): boolean {
  if (log.blockNumber !== other.blockNumber) return log.blockNumber < other.blockNumber;
  return log.logIndex < other.logIndex;
}
