import { z } from 'zod';

/** What every side is started with. */
export const sideForm = z.object({ databaseUrl: z.string(), chainId: z.number() });
export type SideStart = z.output<typeof sideForm>;

export const readyForm = z.object({ url: z.string() });
/** Microseconds of CPU that the process has used so far, and the bytes of memory that it holds. */
export const usageForm = z.object({ cpuUs: z.number(), rssBytes: z.number() });
export type Usage = z.output<typeof usageForm>;

/** Makes this process one side of a comparison: it serves until its parent lets go, and says what it has used. */
export function serveSide<Start>(
  form: z.ZodType<Start, z.ZodTypeDef, unknown>,
  start: (side: Start) => Promise<string>,
): void {
  process.once('message', (message) => {
    start(form.parse(message)).then(
      (url) => {
        process.on('message', () => process.send?.(usage()));
        process.send?.({ url });
      },
      (error: unknown) => {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        process.exit(1);
      },
    );
  });
  process.once('disconnect', () => process.exit(0));
}

function usage(): Usage {
  const { user, system } = process.cpuUsage();
  return { cpuUs: user + system, rssBytes: process.memoryUsage.rss() };
}
