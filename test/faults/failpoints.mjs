/**
 * Loaded before an app's own code (`node --import`), so it is JavaScript as it runs: what the harness arms over the
 * process's channel strikes at a milestone. KILL: the process dies there at once, as by `kill -9`. FREEZE: it stands
 * still, as a machine that swaps.
 */
import { channel } from 'node:diagnostics_channel';

process.on('message', arm);
// Listening for failpoints is no reason for a process to go on.
process.channel?.unref();

/** @param {import('./failpoint.ts').Failpoint} failpoint sent by the harness, which is trusted */
function arm({ milestone, hit, strike }) {
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
