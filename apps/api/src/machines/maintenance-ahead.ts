import { maintenance } from '@gpuflow/db';
import type { MaintenanceWindow } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

/** The announced windows of each machine, for all of a request's machines at once. */
export async function maintenanceOf(
  { db, clock }: Market,
  machineIds: readonly string[],
): Promise<MaintenanceWindow[][]> {
  const ahead = await maintenance.aheadOf(db, [...new Set(machineIds)], clock.now());
  return machineIds.map((id) => ahead.filter(({ machineId }) => machineId === id));
}
