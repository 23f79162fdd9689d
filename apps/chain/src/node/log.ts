import type { Address, Hash } from '@gpuflow/domain';
import { z } from 'zod';
import { ask, NodeRefusal, type NodeClient } from './ask.js';
import { address, bytes, hash, quantity, toQuantity } from './quantity.js';

const log = z
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
export type NodeLog = z.output<typeof log>;

const logs = z.array(log);

/** The logs of one block, of these addresses or of all. Refused by a node that has no such block any more. */
export function logsOfBlock(
  node: NodeClient,
  blockHash: Hash,
  addresses?: readonly Address[],
): Promise<NodeLog[]> {
  const filter = addresses === undefined ? { blockHash } : { blockHash, address: [...addresses] };
  return ask(logs, node.request({ method: 'eth_getLogs', params: [filter] }));
}

/** Logs of these addresses from one height to another. A range that the node finds too large is asked in halves. */
export async function logsBetween(
  node: NodeClient,
  addresses: readonly Address[],
  from: bigint,
  to: bigint,
): Promise<NodeLog[]> {
  const filter = {
    address: [...addresses],
    fromBlock: toQuantity(from),
    toBlock: toQuantity(to),
  };
  try {
    return await ask(logs, node.request({ method: 'eth_getLogs', params: [filter] }));
  } catch (error) {
    // Nodes name their limits in many ways; one block is the smallest question there is.
    if (!(error instanceof NodeRefusal) || from === to) throw error;
    const middle = (from + to) / 2n;
    const lower = await logsBetween(node, addresses, from, middle);
    return [...lower, ...(await logsBetween(node, addresses, middle + 1n, to))];
  }
}
