import { instances, type Tx } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';

import { found } from '../guards.js';
import type { ChainPolicy, Market } from '../market.js';
import { withhold } from '../rentals/withheld-intents.js';
import { requestedInstance } from '../rentals/requested-instance.js';
import type { NewRecord } from '../run-command.js';
import type { Consequences } from './match-slice.js';
import type { ReadSlice } from './read-slice.js';

/** Has the machine bring a bid's instance up, and prove that it is. */
export async function giveMachine(
  tx: Tx,
  market: Market<ChainPolicy>,
  { known, instances: booted }: ReadSlice,
  rentalId: Hash,
): Promise<Consequences> {
  const before = booted.get(rentalId);
  if (before?.givenAt !== undefined) return { records: [], intents: [], outbox: [] };
  const rental = found(known.get(rentalId), 'rental', rentalId);
  const now = market.clock.now();
  if (before === undefined) await instances.insert(tx, requestedInstance(rental, now));
  await instances.give(tx, rentalId, now);
  // One that still runs will not report itself again.
  const probe = { kind: 'probe-instance', payload: { rentalId } } as const;
  return {
    records: [{ kind: 'bid.given_slice', subject: `rental:${rentalId}`, facts: {} }],
    intents: [],
    outbox: before?.state === 'RUNNING' ? [probe] : [],
  };
}

/** Takes the machine from every other bid than the one that is to have it. Nobody loses it before that is known. */
export async function takeMachineBack(
  tx: Tx,
  market: Market<ChainPolicy>,
  { rentals, instances: booted }: ReadSlice,
  keeper: Hash | undefined,
): Promise<NewRecord[]> {
  if (keeper === undefined) return [];
  const records: NewRecord[] = [];
  for (const { rental, boot } of rentals) {
    const { rentalId, order } = rental;
    if (rentalId === keeper || order.offer.class !== 'INTERRUPTIBLE') continue;
    if (booted.get(rentalId)?.desired !== 'RUN') continue;
    const failed = boot === 'FAILED';
    await instances.takeBack(tx, rentalId, failed ? market.clock.now() : undefined);
    await withhold(tx, rentalId, 'START');
    await withhold(tx, rentalId, 'RESUME');
    const facts = { to: keeper, failed };
    records.push({ kind: 'bid.slice_taken_back', subject: `rental:${rentalId}`, facts });
  }
  return records;
}
