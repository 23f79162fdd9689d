import { instances } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import type { AddJob } from './relay-outbox.js';

/** A probe that its queue has takes no longer, mostly. */
const patienceMs = 15_000;
/** Of more, those that changed last: a renter waits for them. */
const instancesMax = 1_000;

/**
 * Adds a probe for each instance that has said for a while that it is up and is not proved to be: queues on Redis may have
 * lost the one they were given. Its id is the same until the instance changes, so that a queue takes it once.
 */
export async function probeAgain(market: Market, addJob: AddJob): Promise<void> {
  const before = new Date(market.clock.now().getTime() - patienceMs);
  const unproved = await instances.unprovedSince(market.db, before, instancesMax);
  await Promise.all(
    unproved.map(({ rentalId, updatedAt }) =>
      addJob({
        kind: 'probe-instance',
        payload: { rentalId },
        id: `again-${rentalId}-${updatedAt.getTime()}`,
        traceParent: null,
      }),
    ),
  );
}
