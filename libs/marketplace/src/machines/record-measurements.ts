import { machines } from '@gpuflow/db';
import { withMeasurements, type Actor, type Machine, type Measurements } from '@gpuflow/domain';

import { assertMachine, found } from '../guards.js';
import type { Market } from '../market.js';
import { runCommand } from '../run-command.js';

export interface RecordMeasurements {
  actor: Actor;
  machineId: string;
  found: Measurements;
}

/**
 * Takes an agent's measurements of its machine in place of what its provider said. Its listings show them at once.
 * Refuses `NOT_FOUND`, `NOT_OWNER`, and what `withMeasurements` refuses.
 */
export function recordMeasurements(market: Market, command: RecordMeasurements): Promise<Machine> {
  const { actor, machineId, found: facts } = command;
  return runCommand(market, actor, async (tx) => {
    assertMachine(actor, machineId);
    const before = found(await machines.lock(tx, machineId), 'machine', machineId);
    const machine = withMeasurements(before, facts);
    await machines.saveFacts(tx, machine, market.clock.now());
    const record = {
      kind: 'machine.measured',
      subject: `machine:${machineId}`,
      facts: { ...facts },
    };
    return { output: machine, records: [record] };
  });
}
