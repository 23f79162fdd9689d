import { randomBytes } from 'node:crypto';

import { instances, type Tx } from '@gpuflow/db';
import type { Hash, Rental } from '@gpuflow/domain';

import type { Market } from '../market.js';

/** Has the rental's machine bring an instance up: a first one, or again the one that it was to take down. */
export async function assign(tx: Tx, market: Market, rental: Rental): Promise<void> {
  const now = market.clock.now();
  const isFirst = await instances.insert(tx, {
    rentalId: rental.id,
    machineId: rental.machineId,
    desired: 'RUN',
    state: 'REQUESTED',
    probeToken: randomBytes(32).toString('hex'),
    port: undefined,
    failure: undefined,
    provedAt: undefined,
    updatedAt: now,
  });
  if (!isFirst) await instances.setDesired(tx, rental.id, 'RUN', now);
}

/** Has the rental's machine take the instance down, where there is one. */
export async function release(tx: Tx, market: Market, rentalId: Hash): Promise<void> {
  if ((await instances.lock(tx, rentalId)) === undefined) return;
  await instances.setDesired(tx, rentalId, 'STOP', market.clock.now());
}
