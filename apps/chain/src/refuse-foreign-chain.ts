import { chainCursors } from '@gpuflow/db';
import type { Chain } from './chain.js';
import { chainIdOf } from './node/signer.js';

/** The node, or the database, belongs to another chain or deployment: going on would mix two ledgers. */
export class ForeignChain extends Error {
  override readonly name = 'ForeignChain';
}

/** Throws {@link ForeignChain} where the node is of another chain, or the database has followed another escrow. */
export async function refuseForeignChain({ market, node, contracts }: Chain): Promise<void> {
  const { chainId } = market.policy;
  const have = await chainIdOf(node);
  if (have !== chainId) throw new ForeignChain(`the node is of chain ${have}, not ${chainId}`);
  const cursor = await chainCursors.find(market.db, chainId);
  if (cursor !== undefined && cursor.escrow !== contracts.escrow)
    throw new ForeignChain(`the database follows ${cursor.escrow}, not ${contracts.escrow}`);
}
