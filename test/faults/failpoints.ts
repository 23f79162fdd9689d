/**
 * Loaded before an app's own code (`node --import`): what the harness arms over the process's channel strikes at a
 * milestone. KILL: the process dies there at once, as by `kill -9`. FREEZE: it stands still, as a machine that swaps.
 */
import { channel } from 'node:diagnostics_channel';
import { z } from 'zod';

const failpointForm = z.object({
  milestone: z.string(),
  /** Which publication of the milestone strikes, counted from now on; 1 is the next. */
  hit: z.number().int().positive(),
  strike: z.union([z.literal('KILL'), z.object({ freezeMs: z.number().int().positive() })]),
});

/** What strikes a process, and when. */
export type Failpoint = z.infer<typeof failpointForm>;

process.on('message', (message) => arm(failpointForm.parse(message)));
// Listening for failpoints is no reason for a process to go on.
process.channel?.unref();

function arm({ milestone, hit, strike }: Failpoint): void {
  const point = channel(`gpuflow:${milestone}`);
  let left = hit;
  point.subscribe(function struck() {
    left -= 1;
    if (left > 0) return;
    point.unsubscribe(struck);
    if (strike === 'KILL') process.kill(process.pid, 'SIGKILL');
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, strike.freezeMs);
  });
  process.send?.({ armed: milestone });
}
