import type { MachineFacts } from '@gpuflow/domain';

import type { MachineFacts as FactsInput } from '../generated/schema.js';

/** The facts that a client sent: null counts as unsaid. */
export function parseFacts(input: FactsInput): MachineFacts {
  return {
    ...input,
    region: input.region ?? undefined,
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
  };
}
