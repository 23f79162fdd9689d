import type { Queue } from 'bullmq';

import { scheduledJob } from './job-options.js';

/**
 * Has a queue's periodic job done every so many milliseconds, once over all replicas: call the answer at the start, and
 * again whenever more than `everyMs` have passed. BullMQ adds a job's successor when a worker takes the job; where a worker
 * and a start, or two starts, do so at once, none may be left and nothing would ever be done again. A schedule whose next
 * moment has passed, and was the same when last looked at, is such a one, and is set anew.
 */
export function scheduleKeeper(queue: Queue, everyMs: number): () => Promise<void> {
  let seenNext: number | undefined;
  return async () => {
    // The scheduler is named after its queue, so that every replica sets the same one.
    const known = await queue.getJobScheduler(queue.name);
    const next = known?.next ?? 0;
    const stopped = next === seenNext && next < Date.now();
    seenNext = next;
    if (known?.every === everyMs && !stopped) return;
    const template = { name: queue.name, opts: scheduledJob };
    await queue.upsertJobScheduler(queue.name, { every: everyMs }, template);
  };
}
