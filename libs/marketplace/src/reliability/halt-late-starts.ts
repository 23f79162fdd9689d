import { intervals, machines, rentals } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { haltRental } from './halt-rentals.js';

/** So many rentals are stopped in one round; the next one stops the rest. */
const haltsMax = 500;

/**
 * Has the meter stop what no verdict could: clocks that began to run when the machine was silent already, because the call
 * was on its way, and what a provider stopped in order to be first. Answers the rentals' ids. One that cannot be stopped is
 * logged, and keeps no other running.
 */
export async function haltLateStarts(market: Market): Promise<Hash[]> {
  const { db, policy } = market;
  const halted: Hash[] = [];
  for (const late of await rentals.onSilentMachines(db, policy.chainId, haltsMax)) {
    const done = await haltLate(market, late).catch((error: unknown) => {
      market.log.error({ ...late, err: error }, 'rental of a silent machine not halted');
      return false;
    });
    if (done) halted.push(late.rentalId);
  }
  return halted;
}

/** Answers whether there was anything to stop. Judges again under the locks, because a beat may have come meanwhile. */
function haltLate(
  market: Market,
  { rentalId, machineId }: { rentalId: Hash; machineId: string },
): Promise<boolean> {
  return runCommand(market, { kind: 'SYSTEM', name: 'watch-heartbeats' }, async (tx) => {
    const machine = await machines.lock(tx, machineId);
    const rental = await rentals.lock(tx, rentalId);
    if (machine?.liveness !== 'SILENT' || rental === undefined) return unrecorded(false);
    const down = await intervals.openOf(tx, machineId);
    if (down?.state !== 'DOWN') return unrecorded(false);
    const silent = { machineId, silences: [{ from: down.from, until: undefined }] };
    const { records, intents } = await haltRental(tx, market, rental, silent);
    const [first, ...others] = records;
    if (first === undefined) return unrecorded(false);
    return { output: true, records: [first, ...others], intents };
  });
}
