import type { Measured } from './side.ts';

/** A number of requests to each side. */
export interface Turns {
  api: () => Promise<Measured>;
  raw: () => Promise<Measured>;
}

/** What the API does beside what the other side does: 1 is as well. */
export interface Ratios {
  requestsPerSecond: number;
  cpu: number;
}

/** Until V8 has compiled what is asked all the time: of the API that is more code. */
const warmUpRounds = 3;

/** By turns: what else the machine does comes and goes, so a ratio holds that neighbours have, and the median of them. */
export async function byTurns(
  sides: Turns,
  rounds: number,
  onRound: (round: number, measured: { api: Measured; raw: Measured }) => void,
): Promise<Ratios> {
  const ratios: Ratios[] = [];
  for (let round = 1 - warmUpRounds; round <= rounds; round += 1) {
    const measured = { raw: await sides.raw(), api: await sides.api() };
    if (round < 1) continue;
    onRound(round, measured);
    ratios.push(ratiosOf(measured));
  }
  return {
    requestsPerSecond: median(ratios.map((ratio) => ratio.requestsPerSecond)),
    cpu: median(ratios.map((ratio) => ratio.cpu)),
  };
}

function ratiosOf({ api, raw }: { api: Measured; raw: Measured }): Ratios {
  return {
    requestsPerSecond: api.requestsPerSecond / raw.requestsPerSecond,
    cpu: raw.cpuUsPerRequest / api.cpuUsPerRequest,
  };
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
