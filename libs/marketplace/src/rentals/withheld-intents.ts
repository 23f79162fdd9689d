import { intents, type Tx } from '@gpuflow/db';
import type { Hash, Intent, IntentPurpose } from '@gpuflow/domain';

/** What is not to be sent before this moment is withheld: no queue reaches so far. */
export const withheldFrom = new Date('9999-12-31T00:00:00Z');

/** The same intent, not to be sent before it is released: its machine must be proved up first. */
export function withheld(intent: Intent): Intent {
  return { ...intent, notBefore: withheldFrom };
}

/**
 * Keeps what is not signed yet from being sent: the opening that it was for has vanished, and when it is back its
 * machine must be proved up again. What is signed already spends its nonce all the same.
 */
export async function withhold(tx: Tx, rentalId: Hash, purpose: IntentPurpose): Promise<void> {
  await queue(tx, rentalId, purpose, withheldFrom);
}

/** Lets it be sent: the machine is proved up. Does nothing where it was never asked for, or is on its way. */
export async function release(
  tx: Tx,
  rentalId: Hash,
  purpose: IntentPurpose,
  now: Date,
): Promise<void> {
  await queue(tx, rentalId, purpose, now);
}

async function queue(
  tx: Tx,
  rentalId: Hash,
  purpose: IntentPurpose,
  notBefore: Date,
): Promise<void> {
  const all = await intents.listOfRental(tx, rentalId);
  const queued = all.filter(({ call, state }) => call.purpose === purpose && state === 'QUEUED');
  await intents.requeue(
    tx,
    queued.map(({ key }) => ({ key, notBefore })),
  );
}
