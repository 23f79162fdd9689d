import { machines, maintenance, rentals } from '@gpuflow/db';
import type { Actor, MaintenanceWindow } from '@gpuflow/domain';

import { assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, unrecorded } from '../run-command.js';

export interface WithdrawMaintenance {
  actor: Actor;
  key: string;
  id: string;
}

/** Takes an announcement back, and tells those whom it was told. Refuses `NOT_FOUND`, `NOT_OWNER`. */
export async function withdrawMaintenance(
  market: Market,
  { actor, key, id }: WithdrawMaintenance,
): Promise<MaintenanceWindow> {
  const keyed = { name: 'withdrawMaintenance', actor, key, input: { id } };
  await runOnce(market, keyed, async (tx) => {
    const { machineId } = found(await maintenance.find(tx, id), 'maintenance', id);
    const machine = found(await machines.lock(tx, machineId), 'machine', machineId);
    assertWallet(actor, machine.provider, 'maintenance', id);
    const window = found(await maintenance.find(tx, id), 'maintenance', id);
    if (window.withdrawnAt !== undefined) return unrecorded(id);
    await maintenance.withdraw(tx, id, market.clock.now());
    const facts = { windowId: id };
    const affected = await rentals.holdingMachine(tx, machineId, window.startsAt);
    const told = affected.map((rentalId) => ({
      kind: 'rental.maintenance_withdrawn',
      subject: `rental:${rentalId}`,
      facts,
    }));
    const record = {
      kind: 'machine.maintenance_withdrawn',
      subject: `machine:${machineId}`,
      facts,
    };
    return { output: id, records: [record, ...told] };
  });
  return found(await maintenance.find(market.db, id), 'maintenance', id);
}
