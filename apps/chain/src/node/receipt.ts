import type { Hash } from '@gpuflow/domain';
import { z } from 'zod';
import { ask, type NodeClient } from './ask.js';
import { hash, quantity } from './quantity.js';

const receipt = z
  .object({
    status: z.enum(['0x1', '0x0']),
    blockHash: hash,
    blockNumber: quantity,
    gasUsed: quantity,
  })
  .transform(({ status, ...rest }) => ({ ...rest, succeeded: status === '0x1' }))
  .nullable();

/** What became of a transaction that was mined. */
export type Receipt = NonNullable<z.output<typeof receipt>>;

/** The receipt of a transaction; undefined while it is in no block of the node's chain. */
export async function receiptOf(node: NodeClient, txHash: Hash): Promise<Receipt | undefined> {
  const params: [Hash] = [txHash];
  const question = node.request({ method: 'eth_getTransactionReceipt', params });
  return (await ask(receipt, question)) ?? undefined;
}
