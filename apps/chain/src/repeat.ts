import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@gpuflow/domain';
import type { Log } from '@gpuflow/marketplace';

/** How a step is repeated. */
export interface Repetition {
  name: string;
  /** The pause after a step that found nothing to do. */
  pollMs: number;
  log: Log;
  stop: AbortSignal;
}

const pauseMsMax = 30_000;
/** So many failures in a row are no hiccup: somebody should look. */
const failuresToAlarm = 10;

/**
 * Takes a step again and again until `stop`, at once while it finds work. While the outside fails, pauses double up to
 * half a minute. Whatever else a step throws ends the repetition.
 */
export async function repeat(step: () => Promise<boolean>, options: Repetition): Promise<void> {
  const { pollMs, stop } = options;
  let failures = 0;
  while (!stop.aborted) {
    const outcome = await attempt(step, options, failures);
    failures = outcome === 'FAILED' ? failures + 1 : 0;
    const pauseMs = outcome === 'BUSY' ? 0 : Math.min(pollMs * 2 ** failures, pauseMsMax);
    await delay(pauseMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

async function attempt(
  step: () => Promise<boolean>,
  { name, log }: Repetition,
  failures: number,
): Promise<'BUSY' | 'IDLE' | 'FAILED'> {
  try {
    const busy = await step();
    if (failures > 0) log.info({ step: name, failures }, 'outside answers again');
    return busy ? 'BUSY' : 'IDLE';
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    const facts = { step: name, source: error.source, failures: failures + 1, err: error };
    if (failures + 1 < failuresToAlarm) log.warn(facts, 'outside failed');
    else log.error(facts, 'outside keeps failing');
    return 'FAILED';
  }
}
