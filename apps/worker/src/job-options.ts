import { offerBounds } from '@gpuflow/domain';
import type { JobsOptions } from 'bullmq';

const day = 86_400;
const probePauseMsMin = 500;
const probePauseMsMax = 15_000;

/** A finished job is kept a while, so that its id is known and it cannot be added again, but never for ever. */
const kept = {
  removeOnComplete: { age: day, count: 10_000 },
  removeOnFail: { age: 7 * day, count: 1_000 },
  stackTraceLimit: 5,
} as const satisfies JobsOptions;

/** A scheduled job is not tried again: its schedule brings the next. */
export const scheduledJob = {
  removeOnComplete: 10,
  removeOnFail: 100,
  stackTraceLimit: 5,
  attempts: 1,
} as const satisfies JobsOptions;

/** A probe is tried for as long as any start deadline may lie ahead; the deadline itself ends it earlier. */
export const probeJob = {
  ...kept,
  attempts: Math.ceil((offerBounds.startWithin * 1000) / probePauseMsMax) + 10,
  backoff: { type: 'probe' },
} as const satisfies JobsOptions;

/** The pause after so many probes of one instance: doubled from 0.5 s to 15 s. */
export function probePauseMs(attemptsMade: number): number {
  return Math.min(probePauseMsMin * 2 ** (attemptsMade - 1), probePauseMsMax);
}
