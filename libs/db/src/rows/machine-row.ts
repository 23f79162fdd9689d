import { trustClasses, type FactTrust, type Machine, type MachineFacts } from '@gpuflow/domain';
import { z } from 'zod';
import { hex, present } from '../columns.js';
import type { Machine as MachineRow } from '../generated/client.js';

/** What is read with a machine's row: its last beat is in another. */
export const withPulse = { pulse: { select: { lastBeatAt: true } } } as const;
type PulsingRow = MachineRow & { pulse: { lastBeatAt: Date | null } | null };

/** The machine in a row, or in a row that has more columns. */
export function toMachine(row: PulsingRow): Machine {
  return {
    id: row.id,
    provider: hex(row.provider),
    agentKey: hex(row.agentKey),
    assetHash: hex(row.assetHash),
    ...factsIn(row),
    trust: trustFromJson(row.trust),
    reliability: present(row.reliability),
    liveness: row.liveness,
    lastBeatAt: row.pulse?.lastBeatAt ?? undefined,
    enrolledAt: row.enrolledAt,
  };
}

/** The facts in a row. */
function factsIn(row: MachineRow): MachineFacts {
  return {
    name: row.name,
    gpuModel: row.gpuModel,
    gpuCount: row.gpuCount,
    vramGb: row.vramGb,
    cpuCores: row.cpuCores,
    ramGb: row.ramGb,
    diskGb: row.diskGb,
    downMbps: row.downMbps,
    upMbps: row.upMbps,
    country: row.country,
    endpointHost: row.endpointHost,
    region: present(row.region),
    diskMBps: present(row.diskMBps),
    directPorts: present(row.directPorts),
    staticAddress: present(row.staticAddress),
    cudaVersion: present(row.cudaVersion),
    driverVersion: present(row.driverVersion),
    computeCapability: present(row.computeCapability),
    pcieGeneration: present(row.pcieGeneration),
    pcieMBps: present(row.pcieMBps),
    nvlink: present(row.nvlink),
    powerLimitWatts: present(row.powerLimitWatts),
    gpuUuids: row.gpuUuids.length === 0 ? undefined : row.gpuUuids,
    mig: present(row.mig),
  };
}

/** The facts of a machine in columns: unknown ones are null. */
export function factColumns(machine: MachineFacts) {
  return {
    name: machine.name,
    gpuModel: machine.gpuModel,
    gpuCount: machine.gpuCount,
    vramGb: machine.vramGb,
    cpuCores: machine.cpuCores,
    ramGb: machine.ramGb,
    diskGb: machine.diskGb,
    downMbps: machine.downMbps,
    upMbps: machine.upMbps,
    country: machine.country,
    endpointHost: machine.endpointHost,
    region: machine.region ?? null,
    diskMBps: machine.diskMBps ?? null,
    directPorts: machine.directPorts ?? null,
    staticAddress: machine.staticAddress ?? null,
    cudaVersion: machine.cudaVersion ?? null,
    driverVersion: machine.driverVersion ?? null,
    computeCapability: machine.computeCapability ?? null,
    pcieGeneration: machine.pcieGeneration ?? null,
    pcieMBps: machine.pcieMBps ?? null,
    nvlink: machine.nvlink ?? null,
    powerLimitWatts: machine.powerLimitWatts ?? null,
    gpuUuids: [...(machine.gpuUuids ?? [])],
    mig: machine.mig ?? null,
  };
}

const trust = z.record(z.enum(trustClasses));

/** The classes in a JSON column. Throws where the column holds anything else. */
export function trustFromJson(json: unknown): FactTrust {
  return trust.parse(json);
}
