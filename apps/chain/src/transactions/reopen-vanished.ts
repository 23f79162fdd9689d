import { chainTransactions, intents, type ChainTransaction } from '@gpuflow/db';
import type { SignerRole } from '@gpuflow/domain';
import type { Chain } from '../chain.js';
import { minedCount } from '../node/signer.js';
import { broadcastStored } from './broadcast-stored.js';
import { addressOf } from './sign-intent.js';

/**
 * Takes up again transactions that we had closed and the chain counts no more, because their block was dropped: until
 * they are mined once more, no later nonce of their signer can be. Answers whether there were any.
 */
export async function reopenVanished(chain: Chain, role: SignerRole): Promise<boolean> {
  const { db, policy } = chain.market;
  const signer = addressOf(chain.signers[role]);
  const highest = await chainTransactions.highestNonce(db, policy.chainId, signer);
  if (highest === undefined) return false;
  let reopened = false;
  for (let nonce = await minedCount(chain.node, signer, 'latest'); nonce <= highest; nonce += 1) {
    const ofNonce = { chainId: policy.chainId, signer, nonce };
    for (const transaction of await chainTransactions.ofNonce(db, ofNonce)) {
      if (transaction.state !== 'CONFIRMED' && transaction.state !== 'REVERTED') continue;
      await reopen(chain, transaction);
      reopened = true;
    }
  }
  return reopened;
}

async function reopen(chain: Chain, transaction: ChainTransaction): Promise<void> {
  const { hash, state, intentKey } = transaction;
  chain.market.log.warn({ txHash: hash, intent: intentKey }, 'mined transaction has vanished');
  await chain.market.db.transaction(async (tx) => {
    await chainTransactions.markUnmined(tx, hash);
    if (state === 'CONFIRMED') await intents.markSent(tx, intentKey);
  });
  await broadcastStored(chain, transaction);
}
