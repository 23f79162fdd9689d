import { offerBounds } from '@gpuflow/domain';
import type { JobsOptions, WorkerOptions } from 'bullmq';

const day = 86_400;
const probePauseMsMin = 500;
const probePauseMsMax = 15_000;

/** A scheduled job is not tried again: its schedule brings the next. */
export const scheduledJob = {
  attempts: 1,
  removeOnComplete: 10,
  removeOnFail: 100,
  stackTraceLimit: 5,
} as const satisfies JobsOptions;

/**
 * A probe is tried for as long as any start deadline may lie ahead; the deadline itself ends it earlier. A finished one
 * is kept a while, so that its id cannot be added again, but never for ever.
 */
export const probeJob = {
  attempts: Math.ceil((offerBounds.startWithin * 1000) / probePauseMsMax) + 10,
  backoff: { type: 'probe' },
  removeOnComplete: { age: day, count: 10_000 },
  removeOnFail: { age: 7 * day, count: 1_000 },
  stackTraceLimit: 5,
} as const satisfies JobsOptions;

/** The pause after so many probes of one instance: doubled from 0.5 s to 15 s. */
export function probePauseMs(attemptsMade: number): number {
  return Math.min(probePauseMsMin * 2 ** (attemptsMade - 1), probePauseMsMax);
}

/**
 * How probes are taken. One takes seconds, so a job whose worker was killed is soon somebody else's; and as a renter
 * waits for it, it is not given up after a few killed workers.
 */
export const probeWorker = {
  concurrency: 20,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 10_000,
  settings: { backoffStrategy: probePauseMs },
} as const satisfies Partial<WorkerOptions>;
