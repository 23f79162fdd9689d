import type { Hash } from '@gpuflow/domain';
import type { BlockHeader } from '../node/block.js';

/** The last block that was read. */
export type Tip = Pick<BlockHeader, 'number' | 'hash'>;

/** What we know of the chain. */
export interface Known {
  tip: Tip;
  finalizedNumber: bigint;
  /** Our hash at the height of a head that is not above the tip; undefined where none is kept. */
  hashAt: (number: bigint) => Hash | undefined;
}

/**
 * How a node's head stands to what we know. APPEND: it is the next block. DUPLICATE: it is the one we have. GAP: blocks
 * are missing in between. LAG: the node is so many blocks `behind` on our own chain. REORG: its chain is not ours.
 */
export type Reconciliation =
  | { kind: 'APPEND' }
  | { kind: 'DUPLICATE' }
  | { kind: 'GAP' }
  | { kind: 'LAG'; behind: bigint }
  | { kind: 'REORG' };

/** Judges a node's head. A lower head alone is never a reorganisation: only a hash that differs is. */
export function reconcile({ tip, hashAt }: Known, head: BlockHeader): Reconciliation {
  if (head.number === tip.number + 1n)
    return { kind: head.parentHash === tip.hash ? 'APPEND' : 'REORG' };
  if (head.hash === tip.hash) return { kind: 'DUPLICATE' };
  if (head.number > tip.number) return { kind: 'GAP' };
  const ours = hashAt(head.number);
  if (ours === undefined || ours === head.hash)
    return { kind: 'LAG', behind: tip.number - head.number };
  return { kind: 'REORG' };
}
