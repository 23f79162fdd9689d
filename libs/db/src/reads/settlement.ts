import { Fault } from '@gpuflow/domain';
import { chainTimeAt } from '../chain-now.js';
import type { Tx } from '../database.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import * as chainParams from '../stores/chain-params-store.js';
import type { ChainParams } from '../stores/chain-params-store.js';
import * as chainTokens from '../stores/chain-token-store.js';
import type { ChainToken } from '../stores/chain-token-store.js';

/** The chain and the rules that new rentals are settled by. */
export interface Settlement {
  cursor: ChainCursor;
  /** The chain's clock, in seconds. */
  now: bigint;
  params: ChainParams;
  /** Tokens that new rentals may use. */
  tokens: ChainToken[];
}

/** What a chain settles by, at our moment `now`. Throws `Fault('chain')` while the chain was not read that far. */
export async function settlement(tx: Tx, chainId: number, now: Date): Promise<Settlement> {
  const cursor = await chainCursors.find(tx, chainId);
  const params = await chainParams.find(tx, chainId);
  if (cursor === undefined || params === undefined)
    throw new Fault('chain', new Error(`chain ${chainId} has no parameters yet`));
  const tokens = await chainTokens.list(tx, chainId);
  return {
    cursor,
    now: chainTimeAt(cursor, now),
    params,
    tokens: tokens.filter(({ listed }) => listed),
  };
}
