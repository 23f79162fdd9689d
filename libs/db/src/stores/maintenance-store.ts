import type { MaintenanceWindow } from '@gpuflow/domain';
import { present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { MaintenanceWindow as MaintenanceRow } from '../generated/client.js';

export async function insert(tx: Tx, window: MaintenanceWindow): Promise<void> {
  const { reason, withdrawnAt, ...columns } = window;
  await tx[prisma].maintenanceWindow.create({
    data: { ...columns, reason: reason ?? null, withdrawnAt: withdrawnAt ?? null },
  });
}

export async function find(tx: Tx, id: string): Promise<MaintenanceWindow | undefined> {
  const row = await tx[prisma].maintenanceWindow.findUnique({ where: { id } });
  return row === null ? undefined : toWindow(row);
}

/** Windows of these machines that are neither over at `now` nor withdrawn, the soonest first. */
export async function aheadOf(
  tx: Tx,
  machineIds: string[],
  now: Date,
): Promise<MaintenanceWindow[]> {
  const rows = await tx[prisma].maintenanceWindow.findMany({
    where: { machineId: { in: machineIds }, withdrawnAt: null, endsAt: { gt: now } },
    orderBy: [{ startsAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toWindow);
}

/** Windows of these machines that end after `since`, withdrawn ones too, in no order. */
export async function reachingOf(
  tx: Tx,
  machineIds: string[],
  since: Date,
): Promise<MaintenanceWindow[]> {
  const rows = await tx[prisma].maintenanceWindow.findMany({
    where: { machineId: { in: machineIds }, endsAt: { gt: since } },
  });
  return rows.map(toWindow);
}

export async function withdraw(tx: Tx, id: string, at: Date): Promise<void> {
  await tx[prisma].maintenanceWindow.update({ where: { id }, data: { withdrawnAt: at } });
}

function toWindow(row: MaintenanceRow): MaintenanceWindow {
  const { reason, withdrawnAt, ...columns } = row;
  return { ...columns, reason: present(reason), withdrawnAt: present(withdrawnAt) };
}
