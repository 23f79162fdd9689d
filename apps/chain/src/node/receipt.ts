import type { Hash } from '@gpuflow/domain';
import { z } from 'zod';
import { ask, type NodeClient } from './ask.js';
import { address, bytes, hash, quantity } from './quantity.js';

/** The form of a node's answer to a question for a receipt. */
export const receiptForm = z
  .object({
    status: z.enum(['0x1', '0x0']),
    blockHash: hash,
    blockNumber: quantity,
    gasUsed: quantity,
    logs: z.array(z.object({ address, topics: z.array(hash).max(4), data: bytes })),
  })
  .transform(({ status, ...rest }) => ({ ...rest, succeeded: status === '0x1' }))
  .nullable();

/** What became of a transaction that was mined. */
export type Receipt = NonNullable<z.output<typeof receiptForm>>;

/** The receipt of a transaction; undefined while it is in no block of the node's chain. */
export async function receiptOf(node: NodeClient, txHash: Hash): Promise<Receipt | undefined> {
  const params: [Hash] = [txHash];
  const question = node.request({ method: 'eth_getTransactionReceipt', params });
  return (await ask(receiptForm, question)) ?? undefined;
}
