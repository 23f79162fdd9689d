import { chainTransactions } from '@gpuflow/db';
import { broadcastStored } from './broadcast-stored.js';
import { ofSigner, type Sender } from './sender.js';
import { unmine } from './unmine.js';

/** The most transactions that one step takes up again. */
const vanishedMax = 64;

/**
 * Takes up again transactions that we had closed and the chain, of whose nonces `mined` are spent, counts no more,
 * because their block was dropped or the node was put back to an older state: until they are mined once more, no later
 * nonce of their signer can be. Answers whether there were any.
 */
export async function reopenVanished(sender: Sender, mined: number): Promise<boolean> {
  const { db, log } = sender.chain.market;
  const from = { ...ofSigner(sender), nonce: mined };
  const vanished = await chainTransactions.closedFrom(db, from, vanishedMax);
  for (const transaction of vanished) {
    const { hash, nonce, intentKeys } = transaction;
    log.warn({ txHash: hash, nonce, intents: intentKeys }, 'mined transaction has vanished');
    await db.transaction((tx) => unmine(tx, transaction));
    await broadcastStored(sender, transaction);
  }
  return vanished.length > 0;
}
