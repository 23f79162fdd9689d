import { memoryUsage } from 'node:process';

import { z } from 'zod';

/** What a run works on. */
export const runForm = z.object({
  databaseUrl: z.string(),
  nodeUrl: z.string(),
  head: z.number(),
  finalized: z.number(),
});
export type Run = z.output<typeof runForm>;

export const outcomeForm = z.object({
  seconds: z.number(),
  /** Of this process alone; the database and the node have theirs. */
  cpuSeconds: z.number(),
  /** The most resident memory at any tenth of a second. */
  peakMb: z.number(),
});
export type Outcome = z.output<typeof outcomeForm>;

/** Makes this process one side of the comparison: it works whenever its parent says so, and says how it went. */
export function serveRuns(work: (run: Run) => Promise<void>): void {
  process.on('message', (message) => {
    measured(() => work(runForm.parse(message))).then(
      (outcome) => process.send?.(outcome),
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.once('disconnect', () => process.exit(0));
}

async function measured(work: () => Promise<void>): Promise<Outcome> {
  let peak = memoryUsage.rss();
  const sampling = setInterval(() => (peak = Math.max(peak, memoryUsage.rss())), 100);
  const cpuBefore = process.cpuUsage();
  const before = performance.now();
  await work();
  const seconds = (performance.now() - before) / 1_000;
  const { user, system } = process.cpuUsage(cpuBefore);
  clearInterval(sampling);
  return { seconds, cpuSeconds: (user + system) / 1e6, peakMb: peak / 2 ** 20 };
}
