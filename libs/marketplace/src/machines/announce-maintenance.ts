import { randomUUID } from 'node:crypto';

import { machines, maintenance, rentals } from '@gpuflow/db';
import { refuseMaintenance, type Actor, type MaintenanceWindow } from '@gpuflow/domain';

import { assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce } from '../run-command.js';

export interface AnnounceMaintenance {
  actor: Actor;
  key: string;
  machineId: string;
  startsAt: Date;
  endsAt: Date;
  reason: string | undefined;
}

/**
 * Announces that a machine may be down for a while, on its listings and to whoever rents it then.
 * Refuses `NOT_FOUND`, `NOT_OWNER`, and what `refuseMaintenance` refuses.
 */
export async function announceMaintenance(
  market: Market,
  command: AnnounceMaintenance,
): Promise<MaintenanceWindow> {
  const { actor, key, ...input } = command;
  const keyed = { name: 'announceMaintenance', actor, key, input: { ...input } };
  const id = await runOnce(market, keyed, async (tx) => {
    const { machineId, startsAt, endsAt, reason } = command;
    const machine = found(await machines.lock(tx, machineId), 'machine', machineId);
    assertWallet(actor, machine.provider, 'machine', machineId);
    const now = market.clock.now();
    const ahead = await maintenance.aheadOf(tx, [machineId], now);
    refuseMaintenance({ startsAt, endsAt }, now, ahead.length);
    const window = { id: randomUUID(), machineId, startsAt, endsAt, reason };
    await maintenance.insert(tx, { ...window, announcedAt: now, withdrawnAt: undefined });
    const facts = { windowId: window.id, startsAt, endsAt };
    const affected = await rentals.holdingMachine(tx, machineId, startsAt);
    const told = affected.map((rentalId) => ({
      kind: 'rental.maintenance_announced',
      subject: `rental:${rentalId}`,
      facts,
    }));
    const record = {
      kind: 'machine.maintenance_announced',
      subject: `machine:${machineId}`,
      facts,
    };
    return { output: window.id, records: [record, ...told] };
  });
  return found(await maintenance.find(market.db, id), 'maintenance', id);
}
