import { Fault } from '@gpuflow/domain';
import type { Chain } from '../chain.js';
import { headOf } from '../node/block.js';
import { suggestedTip } from '../node/signer.js';

/** What a transaction offers, in wei per gas (EIP-1559). */
export interface Fees {
  maxFeePerGas: bigint;
  maxPriorityFeePerGas: bigint;
}

/**
 * Fees that outlast six full blocks, each of which raises the base fee by an eighth. A `Fault` while the chain costs
 * more than the cap.
 */
export async function currentFees({ node, maxFeePerGas }: Chain): Promise<Fees> {
  const [head, tip] = await Promise.all([headOf(node), suggestedTip(node)]);
  return cappedFees(head.baseFeePerGas, tip, maxFeePerGas);
}

/** Twice the base fee and the tip, under the cap. A `Fault` where the base fee alone is above it. */
export function cappedFees(baseFeePerGas: bigint, tip: bigint, maxFeePerGas: bigint): Fees {
  if (baseFeePerGas > maxFeePerGas)
    throw new Fault(
      'chain',
      new Error(`gas costs ${baseFeePerGas} wei, the cap is ${maxFeePerGas}`),
    );
  const wanted = 2n * baseFeePerGas + tip;
  const offered = wanted < maxFeePerGas ? wanted : maxFeePerGas;
  return { maxFeePerGas: offered, maxPriorityFeePerGas: tip < offered ? tip : offered };
}
