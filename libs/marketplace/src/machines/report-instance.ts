import { instances } from '@gpuflow/db';
import type { Actor, Hash, Instance, InstanceState } from '@gpuflow/domain';

import { assertMachine, found } from '../guards.js';
import type { Market } from '../market.js';
import { runCommand, unrecorded, type Changed } from '../run-command.js';

export interface ReportInstance {
  actor: Actor;
  rentalId: Hash;
  state: InstanceState;
  port: number | undefined;
  failure: string | undefined;
}

/**
 * Takes a machine's word on an instance. One that says RUNNING is probed before the clock starts.
 * Refuses `NOT_FOUND`, `NOT_OWNER`.
 */
export function reportInstance(market: Market, command: ReportInstance): Promise<Instance> {
  const { actor, rentalId } = command;
  return runCommand(market, actor, async (tx) => {
    const before = found(await instances.lock(tx, rentalId), 'instance', rentalId);
    assertMachine(actor, before.machineId);
    const { state, port, failure } = command;
    if (before.state === state && before.port === port && before.failure === failure)
      return unrecorded(before);
    const instance: Instance = { ...before, state, port, failure, updatedAt: market.clock.now() };
    await instances.save(tx, instance);
    return reported(instance);
  });
}

function reported(instance: Instance): Changed<Instance> {
  const { rentalId, state, port, failure } = instance;
  const result: Changed<Instance> = {
    output: instance,
    records: [
      {
        kind: 'instance.reported',
        subject: `rental:${rentalId}`,
        facts: { state, port, failure },
      },
    ],
  };
  if (state !== 'RUNNING' || instance.provedAt !== undefined) return result;
  return { ...result, outbox: [{ kind: 'probe-instance', payload: { rentalId } }] };
}
