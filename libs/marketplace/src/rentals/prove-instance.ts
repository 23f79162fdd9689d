import { instances, rentals } from '@gpuflow/db';
import { intentFor, type Hash } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded, type Changed } from '../run-command.js';
import { releaseStart } from './withheld-start.js';

/** Takes a probe's right answer as proof that the machine is up, and has the meter start the clock. */
export function proveInstance(market: Market, { rentalId }: { rentalId: Hash }): Promise<void> {
  return runCommand(market, { kind: 'SYSTEM', name: 'probe-instance' }, async (tx) => {
    const rental = await rentals.lock(tx, rentalId);
    const instance = await instances.lock(tx, rentalId);
    if (rental?.state !== 'RESERVED' || instance === undefined || instance.provedAt !== undefined)
      return unrecorded(undefined);
    await instances.prove(tx, rentalId, market.clock.now());
    const { order } = rental;
    const record = { kind: 'instance.proved', subject: `rental:${rentalId}`, facts: {} };
    const proved: Changed<undefined> = { output: undefined, records: [record] };
    if (order.starter !== 'METER' || order.offer.meter !== market.policy.meter) return proved;
    await releaseStart(tx, rentalId, market.clock.now());
    const start = intentFor(market.policy.chainId, rentalId, { purpose: 'START', order });
    return { ...proved, intents: [start] };
  });
}
