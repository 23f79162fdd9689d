import { z } from 'zod';

/** What a side is started with. */
export const sideForm = z.object({
  databaseUrl: z.string(),
  chainId: z.number(),
  /** SQL texts by the name of their query: for the side that is nothing but SQL. */
  texts: z.record(z.string()),
});
export type SideStart = z.output<typeof sideForm>;

export const readyForm = z.object({ url: z.string() });
/** Microseconds of CPU that the process has used so far. */
export const cpuForm = z.object({ cpuUs: z.number() });

/** Makes this process one side of the comparison: it serves until its parent lets go, and says what CPU it has used. */
export function serveSide(start: (side: SideStart) => Promise<string>): void {
  process.once('message', (message) => {
    start(sideForm.parse(message)).then(
      (url) => {
        process.on('message', () => {
          const { user, system } = process.cpuUsage();
          process.send?.({ cpuUs: user + system });
        });
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
