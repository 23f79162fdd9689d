import {
  chainTransactions,
  intentOutcomes,
  intents,
  type FollowedTransaction,
  type Tx,
} from '@gpuflow/db';

/** Writes that a transaction's block is gone: whatever it did is open again, and the same bytes may do it once more. */
export async function unmine(tx: Tx, { hash, state }: FollowedTransaction): Promise<void> {
  if (state === 'CONFIRMED') await intents.markSent(tx, await intentOutcomes.keysDone(tx, hash));
  await chainTransactions.markUnmined(tx, hash);
}
