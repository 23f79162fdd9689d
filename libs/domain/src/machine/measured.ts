import { canonicalGpuModel } from '../gpu/canonical-model.js';
import { Refusal } from '../refusal.js';
import {
  identityFacts,
  measurableFacts,
  refuseMeasures,
  refuseUuids,
  type MachineFacts,
} from './facts.js';
import type { Machine } from './machine.js';

/** What an agent has found on its machine. What it has not looked at is left out. */
export type Measurements = Partial<
  Pick<MachineFacts, (typeof identityFacts)[number] | (typeof measurableFacts)[number]>
>;

/**
 * The machine with what its agent has found, of class MEASURED where it was the provider's word alone. Refuses
 * `FACTS_DIFFER` where it has other GPUs than were enrolled: a changed GPU is another machine.
 */
export function withMeasurements(machine: Machine, found: Measurements): Machine {
  refuseMeasures(found);
  refuseUuids(found.gpuUuids, machine.gpuCount);
  const gpuModel = found.gpuModel === undefined ? undefined : canonicalGpuModel(found.gpuModel);
  const facts = Object.entries({ ...found, gpuModel }).filter(([, fact]) => fact !== undefined);
  for (const fact of identityFacts) {
    const have = fact === 'gpuModel' ? gpuModel : found[fact];
    const want = machine[fact];
    // What was never said is not contradicted: it is known from now on.
    if (have === undefined || want === undefined || String(have) === String(want)) continue;
    throw new Refusal('FACTS_DIFFER', { fact, have: String(have), want: String(want) });
  }
  const trust = { ...machine.trust };
  for (const fact of [...identityFacts, ...measurableFacts])
    if (found[fact] !== undefined) trust[fact] ??= 'MEASURED';
  return { ...machine, ...Object.fromEntries(facts), trust };
}
