import type { FinalityHeights } from '@gpuflow/domain';
import { taggedBlock, type BlockHeader } from '../node/block.js';
import type { NodeClient } from '../node/ask.js';

/**
 * How far a node's chain is safe and final: what its tags say, but never nearer to the head than `confirmations`
 * (a development node calls its head final). A node without the tags is judged by the distance alone.
 */
export async function finalityHeights(
  node: NodeClient,
  head: BlockHeader,
  confirmations: bigint,
): Promise<FinalityHeights> {
  const [safe, finalized] = await Promise.all([
    taggedBlock(node, 'safe'),
    taggedBlock(node, 'finalized'),
  ]);
  const deep = max(head.number - confirmations, 0n);
  return {
    safeNumber: min(safe?.number ?? deep, deep),
    finalizedNumber: min(finalized?.number ?? deep, deep),
  };
}

/** The highest block that has `confirmations`, its own block being the first of them. */
export function confirmedHeight(headNumber: bigint, confirmations: bigint): bigint {
  return headNumber + 1n - max(confirmations, 1n);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
