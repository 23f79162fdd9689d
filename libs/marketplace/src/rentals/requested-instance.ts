import { randomBytes } from 'node:crypto';

import type { Instance, Rental } from '@gpuflow/domain';

/** What a rental's machine is asked to bring up, before it has said anything. */
export function requestedInstance({ id, machineId }: Rental, now: Date): Instance {
  return {
    rentalId: id,
    machineId,
    desired: 'RUN',
    state: 'REQUESTED',
    probeToken: randomBytes(32).toString('hex'),
    port: undefined,
    failure: undefined,
    provedAt: undefined,
    givenAt: undefined,
    bootFailedAt: undefined,
    updatedAt: now,
  };
}
