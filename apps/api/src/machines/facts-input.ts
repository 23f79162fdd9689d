import type { MachineFacts, Measurements } from '@gpuflow/domain';

import type {
  MachineFacts as FactsInput,
  Measurements as FoundInput,
} from '../generated/schema.js';

/** The facts that a client sent: null counts as unsaid. */
export function parseFacts(input: FactsInput): MachineFacts {
  const { name, gpuModel, gpuCount, vramGb, cpuCores, ramGb, diskGb, downMbps, upMbps } = input;
  const { country, endpointHost } = input;
  return {
    ...{ name, gpuModel, gpuCount, vramGb, cpuCores, ramGb, diskGb, downMbps, upMbps },
    ...{ country, endpointHost, region: input.region ?? undefined },
    ...furtherFacts(input),
  };
}

/** What an agent sent: null counts as not looked at. */
export function parseMeasurements(input: FoundInput): Measurements {
  const found: Measurements = furtherFacts(input);
  for (const fact of sizes) {
    const size = input[fact] ?? undefined;
    if (size !== undefined) found[fact] = size;
  }
  return input.gpuModel ? { ...found, gpuModel: input.gpuModel } : found;
}

const sizes = [
  'gpuCount',
  'vramGb',
  'cpuCores',
  'ramGb',
  'diskGb',
  'downMbps',
  'upMbps',
] as const satisfies readonly (keyof Measurements)[];

function furtherFacts(input: FactsInput | FoundInput) {
  return {
    diskMBps: input.diskMBps ?? undefined,
    directPorts: input.directPorts ?? undefined,
    staticAddress: input.staticAddress ?? undefined,
    cudaVersion: input.cudaVersion ?? undefined,
    driverVersion: input.driverVersion ?? undefined,
    computeCapability: input.computeCapability ?? undefined,
    pcieGeneration: input.pcieGeneration ?? undefined,
    pcieMBps: input.pcieMBps ?? undefined,
    nvlink: input.nvlink ?? undefined,
    powerLimitWatts: input.powerLimitWatts ?? undefined,
    gpuUuids: input.gpuUuids ?? undefined,
    mig: input.mig ?? undefined,
  };
}
