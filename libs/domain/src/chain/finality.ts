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

/** How deep a log of a rental must be before the market acts on it, for rentals into which so much was paid. */
export interface ConfirmationRule {
  /** Whole tokens of the deposit and all top-ups. */
  fromTokens: bigint;
  /** In blocks, the log's own being the first; or as deep as the chain calls final. */
  depth: bigint | 'FINALIZED';
}

/** Rules by rising `fromTokens`, the first from 0: of those that a rental reaches, the last one counts. */
export type ConfirmationPolicy = readonly [ConfirmationRule, ...ConfirmationRule[]];

/** The highest block of which the market believes what it says of a rental with so much in it. */
export interface ConfirmedHeight {
  fromTokens: bigint;
  height: bigint;
}

/** What a policy believes now: one height for each of its rules. */
export function confirmedHeights(
  policy: ConfirmationPolicy,
  chain: { headNumber: bigint; finalizedNumber: bigint },
): ConfirmedHeight[] {
  return policy.map(({ fromTokens, depth }) => ({
    fromTokens,
    height: depth === 'FINALIZED' ? chain.finalizedNumber : chain.headNumber + 1n - depth,
  }));
}
