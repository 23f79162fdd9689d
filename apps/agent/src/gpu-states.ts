import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { BeatBody } from '@gpuflow/api-client';

/** What a beat says of one GPU. */
export type GpuState = NonNullable<BeatBody['gpus']>[number];

/** Columns of nvidia-smi, by what beats call them, with the most that the API takes: it refuses a beat that says more. */
const columns = {
  index: ['index', 63],
  utilisationPercent: ['utilization.gpu', 100],
  memoryUsedMb: ['memory.used', 4_194_304],
  temperatureC: ['temperature.gpu', 200],
  powerWatts: ['power.draw', 10_000],
} as const satisfies Record<keyof GpuState, readonly [column: string, max: number]>;

/** It hangs where a GPU has fallen off the bus. A beat is worth more than what it says. */
const timeoutMs = 2_000;

const query = [
  `--query-gpu=${Object.values(columns)
    .map(([column]) => column)
    .join(',')}`,
  '--format=csv,noheader,nounits',
];

/**
 * The machine's GPUs as nvidia-smi sees them now. None where it is not there, fails or hangs; what it cannot tell (`[N/A]`)
 * is left out.
 */
export async function readGpus(command = 'nvidia-smi'): Promise<GpuState[]> {
  const options = { timeout: timeoutMs, killSignal: 'SIGKILL' } as const;
  const said = await promisify(execFile)(command, query, options).catch(() => undefined);
  return said === undefined ? [] : said.stdout.split('\n').flatMap(gpuOf);
}

function gpuOf(line: string): GpuState[] {
  const values = line.split(',').map((text) => text.trim());
  const told = Object.entries(columns).flatMap(([name, [, max]], place) => {
    const text = values[place] ?? '';
    const value = Number(text);
    return text !== '' && value >= 0 && value <= max ? [[name, value] as const] : [];
  });
  const { index, ...measures } = Object.fromEntries(told);
  return index === undefined ? [] : [{ index, ...measures }];
}
