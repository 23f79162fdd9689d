import type { Chain } from '../chain.js';
import { headOf } from '../node/block.js';
import { suggestedTip } from '../node/signer.js';

/** What a transaction offers, in wei per gas (EIP-1559). */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/**
 * Fees that outlast six full blocks, each of which raises the base fee by an eighth. Undefined where the chain costs
 * more than the cap at this moment.
 */
export async function currentFees({ node, maxFeePerGas }: Chain): Promise<Fees | undefined> {
  const [head, tip] = await Promise.all([headOf(node), suggestedTip(node)]);
  return cappedFees(head.baseFeePerGas, tip, maxFeePerGas);
}

/** Twice the base fee and the tip, under the cap; undefined where the base fee alone is above it. */
export function cappedFees(
  baseFeePerGas: bigint,
  tip: bigint,
  maxFeePerGas: bigint,
): Fees | undefined {
  if (baseFeePerGas > maxFeePerGas) return undefined;
  const wanted = 2n * baseFeePerGas + tip;
  const offered = wanted < maxFeePerGas ? wanted : maxFeePerGas;
  return { maxFeePerGas: offered, maxPriorityFeePerGas: tip < offered ? tip : offered };
}
