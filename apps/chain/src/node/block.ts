import { Fault, type Hash, type Hex } from '@gpuflow/domain';
import { z } from 'zod';
import { ask, NodeRefusal, type NodeClient } from './ask.js';
import { bloom, hash, quantity, toQuantity } from './quantity.js';

/** What the follower keeps of a block. */
export interface BlockHeader {
  number: bigint;
  hash: Hash;
  parentHash: Hash;
  /** In seconds. */
  timestamp: bigint;
}

/** A header with what only the node can say about its block. */
export interface NodeBlock extends BlockHeader {
  /** Every log's address and topics leave three bits here (Yellow Paper 4.3.1). */
  logsBloom: Hex;
  /** Wei per gas (EIP-1559). */
  baseFeePerGas: bigint;
}

export type BlockTag = 'latest' | 'safe' | 'finalized';

/** The form of a node's answer to a question for a block. */
export const blockForm = z.object({
  number: quantity,
  hash,
  parentHash: hash,
  timestamp: quantity,
  logsBloom: bloom,
  baseFeePerGas: quantity,
});

/** A block by its height or tag; undefined where the node has none. */
export async function blockAt(
  node: NodeClient,
  at: bigint | BlockTag,
): Promise<NodeBlock | undefined> {
  const which = typeof at === 'bigint' ? toQuantity(at) : at;
  const params: [BlockTag | `0x${string}`, false] = [which, false];
  return (
    (await ask(blockForm.nullable(), node.request({ method: 'eth_getBlockByNumber', params }))) ??
    undefined
  );
}

/** A block by its tag; undefined where the node does not know the tag or has no such block yet. */
export async function taggedBlock(
  node: NodeClient,
  tag: 'safe' | 'finalized',
): Promise<NodeBlock | undefined> {
  try {
    return await blockAt(node, tag);
  } catch (error) {
    if (error instanceof NodeRefusal) return undefined;
    throw error;
  }
}

/** The newest block of the node's chain. */
export async function headOf(node: NodeClient): Promise<NodeBlock> {
  const head = await blockAt(node, 'latest');
  if (head === undefined) throw new Fault('rpc', new Error('the node has no head'));
  return head;
}
