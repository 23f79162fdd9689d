/** PENDING may still vanish, SAFE is unlikely to, FINALIZED will not. */
export type Finality = 'PENDING' | 'SAFE' | 'FINALIZED';

/** How far the chain says its blocks are safe and final. */
export interface FinalityHeights {
  safeNumber: bigint;
  finalizedNumber: bigint;
}

/** The finality of what happened in a block. */
export function finalityOf(blockNumber: bigint, heights: FinalityHeights): Finality {
  if (blockNumber <= heights.finalizedNumber) return 'FINALIZED';
  return blockNumber <= heights.safeNumber ? 'SAFE' : 'PENDING';
}
