import { chainTransactions, type SignedTransaction } from '@gpuflow/db';
import { milestone } from '@gpuflow/marketplace';
import { NodeRefusal } from '../node/ask.js';
import { broadcast } from '../node/signer.js';
import { broadcastRefusal, type BroadcastRefusal } from './broadcast-answer.js';
import type { Sender } from './sender.js';
import { transactionFacts } from './sign-transaction.js';

const unfunded = 'node says that the signer cannot pay for gas';
const declined = 'node declined a transaction for a reason unknown to us';

/**
 * Hands stored bytes to the node. Whatever it answers, whether they are mined is a question of receipts, asked by the
 * next tracking step. Answers whether the node has them, or another of their nonce. Throws `Fault`.
 */
export async function broadcastStored(sender: Sender, signed: SignedTransaction): Promise<boolean> {
  const { market } = sender.chain;
  const facts = { intents: signed.intentKeys, txHash: signed.hash, nonce: signed.nonce };
  const refusal = await handOver(sender, signed);
  sayRefusal(sender, refusal, facts);
  const now = market.clock.now();
  if (refusal !== undefined && !atNode.includes(refusal.meaning)) {
    await chainTransactions.markDeclined(market.db, signed.hash, now);
    return false;
  }
  milestone('transaction.sent', transactionFacts(signed));
  await chainTransactions.markBroadcast(market.db, signed.hash, now);
  market.log.info(facts, 'transaction broadcast');
  return true;
}

/** A node that answers so has no use for these bytes any more. */
const atNode: readonly BroadcastRefusal[] = ['KNOWN', 'CHECK'];

interface Refused {
  meaning: BroadcastRefusal;
  answer: string;
}

async function handOver(
  { chain }: Sender,
  { raw }: SignedTransaction,
): Promise<Refused | undefined> {
  try {
    await broadcast(chain.node, raw);
    return undefined;
  } catch (error) {
    if (!(error instanceof NodeRefusal)) throw error;
    return { meaning: broadcastRefusal(error), answer: error.details };
  }
}

function sayRefusal(
  { alarms, chain }: Sender,
  refusal: Refused | undefined,
  facts: { nonce: number },
): void {
  if (refusal?.meaning === 'UNFUNDED') return alarms.raise(unfunded, { ...facts, ...refusal });
  if (refusal?.meaning === 'UNKNOWN') return alarms.raise(declined, { ...facts, ...refusal });
  alarms.clear(unfunded);
  alarms.clear(declined);
  if (refusal !== undefined && refusal.meaning !== 'KNOWN')
    chain.market.log.warn({ ...facts, ...refusal }, 'node declined');
}
