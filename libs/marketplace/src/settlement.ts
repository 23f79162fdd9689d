import { chainNow, settlement, type Settlement, type Tx } from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';

import type { ChainPolicy, Market } from './market.js';

/** The rules in force and the chain's clock. A `Fault` until the chain was read for the first time. */
export async function settlementNow(
  market: Market<ChainPolicy>,
  tx: Tx,
): Promise<Settlement & { chainNow: bigint }> {
  const { chainId } = market.policy;
  const rules = await settlement(tx, chainId);
  if (rules === undefined) throw new Fault('chain', new Error(`chain ${chainId} is not read yet`));
  return { ...rules, chainNow: await chainNow(tx, chainId, market.clock.now()) };
}

/** Whether new rentals may pay in this token. */
export function isListed(rules: Settlement, token: string): boolean {
  return rules.tokens.some(({ address, listed }) => listed && address === token);
}
