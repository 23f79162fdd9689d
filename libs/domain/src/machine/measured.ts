import { canonicalGpuModel } from '../gpu/canonical-model.js';
import { Refusal } from '../refusal.js';
import { refuseMeasures, type MachineFacts } from './facts.js';
import type { Machine } from './machine.js';
import type { FactName } from './trust.js';

/** What makes a machine this machine: it may be found as it was signed, and not otherwise. */
const identity = ['gpuModel', 'gpuCount', 'vramGb'] as const satisfies readonly FactName[];

/** What is found rather than agreed on: a measurement takes the place of what was said. */
const measurable = [
  'cpuCores',
  'ramGb',
  'diskGb',
  'downMbps',
  'upMbps',
  'diskMBps',
  'directPorts',
  'staticAddress',
  'cudaVersion',
  'driverVersion',
  'computeCapability',
  'pcieGeneration',
  'pcieMBps',
  'nvlink',
  'powerLimitWatts',
] as const satisfies readonly FactName[];

/** What an agent has found on its machine. What it has not looked at is left out. */
export type Measurements = Partial<
  Pick<MachineFacts, (typeof identity)[number] | (typeof measurable)[number]>
>;

/**
 * The machine with what its agent has found, of class MEASURED where it was the provider's word alone. Refuses
 * `FACTS_DIFFER` where it has other GPUs than were enrolled: a changed GPU is another machine.
 */
export function withMeasurements(machine: Machine, found: Measurements): Machine {
  refuseMeasures(found);
  const gpuModel = found.gpuModel === undefined ? undefined : canonicalGpuModel(found.gpuModel);
  const facts = Object.entries({ ...found, gpuModel }).filter(([, fact]) => fact !== undefined);
  for (const fact of identity) {
    const have = fact === 'gpuModel' ? gpuModel : found[fact];
    if (have !== undefined && have !== machine[fact])
      throw new Refusal('FACTS_DIFFER', { fact, have: `${have}`, want: `${machine[fact]}` });
  }
  const trust = { ...machine.trust };
  for (const fact of [...identity, ...measurable])
    if (found[fact] !== undefined) trust[fact] ??= 'MEASURED';
  return { ...machine, ...Object.fromEntries(facts), trust };
}
