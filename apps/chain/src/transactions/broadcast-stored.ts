import { chainTransactions, type SignedTransaction } from '@gpuflow/db';
import type { Chain } from '../chain.js';
import { NodeRefusal } from '../node/ask.js';
import { broadcast } from '../node/signer.js';

/**
 * Hands stored bytes to the node. What the node declines ("already known", "nonce too low", "underpriced", ...) stays as
 * it is: whether it has the transaction all the same is a question of receipts, asked by the next tracking step.
 */
export async function broadcastStored(
  { market, node }: Chain,
  { hash, raw, intentKey, nonce }: SignedTransaction,
): Promise<boolean> {
  const facts = { intent: intentKey, txHash: hash, nonce };
  try {
    await broadcast(node, raw);
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error;
    market.log.warn({ ...facts, answer: error.details }, 'node declined a transaction');
    return false;
  }
  await chainTransactions.markBroadcast(market.db, hash, market.clock.now());
  market.log.info(facts, 'transaction broadcast');
  return true;
}
