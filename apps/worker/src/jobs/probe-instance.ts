import { instances, machines, rentals } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';
import { awaitsProof, proveInstance, type Market } from '@gpuflow/marketplace';

import { askInstance, type ProbeRules, type ProbeTarget } from '../probe/ask-instance.js';

/**
 * Asks a rental's instance whether it is up, and has the clock start, or go on, when it is. Does nothing where there is
 * nothing to prove any more: proved, stopped, or past the start deadline, after which the renter gets all money back.
 * Throws `Fault('instance')` where it is not up yet: ask again.
 */
export async function probeInstance(
  market: Market,
  { rentalId }: { rentalId: Hash },
  rules: ProbeRules,
): Promise<void> {
  const target = await targetOf(market, rentalId);
  if (target === undefined) return;
  await askInstance(target, rules);
  await proveInstance(market, { rentalId });
  market.log.info({ rentalId }, 'instance proved');
}

async function targetOf(market: Market, rentalId: Hash) {
  const { db } = market;
  const rental = await rentals.find(db, rentalId);
  if (rental === undefined || !(await awaitsProof(db, market, rental))) return undefined;
  const instance = await instances.find(db, rentalId);
  if (instance?.desired !== 'RUN' || instance.state !== 'RUNNING') return undefined;
  if (instance.port === undefined || instance.provedAt !== undefined) return undefined;
  const machine = await machines.find(db, instance.machineId);
  if (machine === undefined) return undefined;
  const { port, probeToken } = instance;
  return { host: machine.endpointHost, port, probeToken } satisfies ProbeTarget;
}
