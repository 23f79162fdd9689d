import { chainTransactions, intents, type Tx } from '@gpuflow/db';
import { parseHash } from '@gpuflow/domain';

const rentalKey = /^rental:(0x[0-9a-f]{64})$/;

/**
 * Queues again what had come true by somebody else's transaction, for rentals whose logs have vanished: a simulation
 * will tell whether it is still so. Our own transactions are followed by their receipts, unless they came to nothing.
 */
export async function reconsiderIntents(tx: Tx, droppedKeys: readonly string[]): Promise<void> {
  for (const key of droppedKeys) {
    const [, rentalId] = rentalKey.exec(key) ?? [];
    if (rentalId === undefined) continue;
    for (const intent of await intents.listOfRental(tx, parseHash(rentalId, 'rentalId'))) {
      const ours = await chainTransactions.ofIntent(tx, intent.key);
      const followed = ours.some(({ state }) => state !== 'REVERTED' && state !== 'REPLACED');
      if (intent.state === 'CONFIRMED' && !followed) await intents.requeue(tx, [intent]);
    }
  }
}
