import { readFile } from 'node:fs/promises';

const hundredthsPerSecond = 100;
const sampleEveryMs = 50;

/**
 * Watches what a process's children (a PostgreSQL server's sessions and workers) compute, until the answer is asked for:
 * in seconds, from proc(5). What a child did since the last sample before its end is missed. Linux only: elsewhere nothing
 * is seen.
 */
export async function watchChildren(pid: number): Promise<() => Promise<number>> {
  const before = await ticksOfChildren(pid);
  const last = new Map(before);
  const sample = async () => {
    for (const [child, ticks] of await ticksOfChildren(pid)) last.set(child, ticks);
  };
  const sampling = setInterval(() => void sample(), sampleEveryMs);
  return async () => {
    clearInterval(sampling);
    await sample();
    const ticks = [...last].map(([child, now]) => now - (before.get(child) ?? 0));
    return ticks.reduce((sum, one) => sum + one, 0) / hundredthsPerSecond;
  };
}

async function ticksOfChildren(pid: number): Promise<Map<string, number>> {
  const children = (await text(`/proc/${pid}/task/${pid}/children`)).trim().split(' ');
  const stats = await Promise.all(children.map((child) => text(`/proc/${child}/stat`)));
  return new Map(children.map((child, i) => [child, ticksIn(stats[i] ?? '')]));
}

/** utime and stime, the twelfth and thirteenth fields after the command in brackets. */
function ticksIn(stat: string): number {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
}

function text(file: string): Promise<string> {
  return readFile(file, 'utf8').catch(() => '');
}
