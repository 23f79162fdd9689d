import { intents, type Tx } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';

/** No queue reaches so far. */
const never = new Date('9999-12-31T00:00:00Z');

/**
 * Keeps a start that is not signed yet from being sent: the opening that it was for has vanished, and when it is back its
 * machine must be proved up again. What is signed already spends its nonce all the same.
 */
export async function withholdStart(tx: Tx, rentalId: Hash): Promise<void> {
  await queueStart(tx, rentalId, never);
}

/** Lets it be sent: the machine is proved up. Does nothing where it was never asked for, or is on its way. */
export async function releaseStart(tx: Tx, rentalId: Hash, now: Date): Promise<void> {
  await queueStart(tx, rentalId, now);
}

async function queueStart(tx: Tx, rentalId: Hash, notBefore: Date): Promise<void> {
  const all = await intents.listOfRental(tx, rentalId);
  const starts = all.filter(({ call, state }) => call.purpose === 'START' && state === 'QUEUED');
  await intents.requeue(
    tx,
    starts.map(({ key }) => ({ key, notBefore })),
  );
}
