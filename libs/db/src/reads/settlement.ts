import type { Tx } from '../database.js';
import * as chainCursors from '../stores/chain-cursor-store.js';
import type { ChainCursor } from '../stores/chain-cursor-store.js';
import * as chainParams from '../stores/chain-params-store.js';
import type { ChainParams } from '../stores/chain-params-store.js';
import * as chainTokens from '../stores/chain-token-store.js';
import type { ChainToken } from '../stores/chain-token-store.js';

/** The chain and the rules that new rentals are settled by. */
export interface Settlement extends Pick<ChainParams, 'feeBps' | 'feeRecipient'> {
  /** How far the chain was read. */
  cursor: ChainCursor;
  /** All tokens that the escrow knows, delisted ones too, by address. */
  tokens: ChainToken[];
}

/** What a chain settles by. Undefined until its parameters were read for the first time. */
export async function settlement(tx: Tx, chainId: number): Promise<Settlement | undefined> {
  const cursor = await chainCursors.find(tx, chainId);
  const params = await chainParams.find(tx, chainId);
  if (cursor === undefined || params === undefined) return undefined;
  const { feeBps, feeRecipient } = params;
  return { cursor, feeBps, feeRecipient, tokens: await chainTokens.list(tx, chainId) };
}
