import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@gpuflow/domain';
import type { Log } from '@gpuflow/marketplace';
import { jittered } from './jittered.js';

/** How a step is repeated. */
export interface Repetition {
  name: string;
  /** The pause after a step that found nothing to do. */
  pollMs: number;
  log: Log;
  stop: AbortSignal;
  /** From 0 to 1; spreads the pauses after failures. */
  random: () => number;
}

const pauseMsMax = 30_000;
/** So many failures in a row are no hiccup: somebody should look. */
const failuresToAlarm = 10;

/**
 * Takes a step again and again until `stop`, at once while it finds work. While the outside fails, pauses double up to
 * half a minute, give or take a quarter. Whatever else a step throws ends the repetition.
 */
export async function repeat(step: () => Promise<boolean>, options: Repetition): Promise<void> {
  const { stop } = options;
  let failures = 0;
  while (!stop.aborted) {
    const outcome = await attempt(step, options, failures);
    failures = outcome === 'FAILED' ? failures + 1 : 0;
    const pauseMs = outcome === 'BUSY' ? 0 : pauseAfter(failures, options);
    await delay(pauseMs, undefined, { signal: stop }).catch(() => undefined);
  }
}

/** The pause after so many failures in a row, in milliseconds. */
export function pauseAfter(
  failures: number,
  { pollMs, random }: Pick<Repetition, 'pollMs' | 'random'>,
): number {
  if (failures === 0) return pollMs;
  return jittered(Math.min(pollMs * 2 ** failures, pauseMsMax), random);
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
