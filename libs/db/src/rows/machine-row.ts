import type { Machine } from '@gpuflow/domain';
import { hex, present } from '../columns.js';
import type { Machine as MachineRow } from '../generated/client.js';

/** The machine in a row, or in a row that has more columns. */
export function toMachine(row: MachineRow): Machine {
  return {
    id: row.id,
    provider: hex(row.provider),
    agentKey: hex(row.agentKey),
    name: row.name,
    assetHash: hex(row.assetHash),
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
    liveness: row.liveness,
    lastBeat: row.bootId === null ? undefined : { bootId: row.bootId, seq: row.beatSeq },
    lastBeatAt: present(row.lastBeatAt),
    enrolledAt: row.enrolledAt,
  };
}
