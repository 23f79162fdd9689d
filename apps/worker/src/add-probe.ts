import type { Queue } from 'bullmq';

import { probeJob } from './job-options.js';
import type { AddJob } from './jobs/relay-outbox.js';

/** Adds probes to this queue. One whose id the queue has, waiting or done, is not added again. */
export function addProbeTo(queue: Queue): AddJob {
  return ({ kind, payload, id, traceParent }) =>
    queue.add(kind, { ...payload, traceParent }, { ...probeJob, jobId: id });
}
