import { outbox, type UnrelayedMessage } from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';
import { z } from 'zod';

const batchSize = 100;

const jobForm = z.object({
  kind: z.literal('probe-instance'),
  payload: z.object({ rentalId: z.string() }),
});

/** An outbox message as a job, in its trace: `id` is the message's, so that adding it twice adds one job. */
export type RelayedJob = z.infer<typeof jobForm> & { id: string; traceParent: string | null };

/** Adds a job to the queue of its kind; must do nothing where the queue has its id. */
export type AddJob = (job: RelayedJob) => Promise<unknown>;

/**
 * Moves every waiting outbox message to its queue. A message is marked only after its job was added: a crash in between
 * adds it again, under the same id. Two relays at once never hold the same message. Answers how many it moved.
 * Throws `Fault('queue')` where the queue does not take them: they wait on.
 */
export async function relayOutbox(market: Market, addJob: AddJob): Promise<number> {
  for (let moved = 0; ;) {
    const batch = await relayBatch(market, addJob);
    moved += batch;
    if (batch < batchSize) return moved;
  }
}

function relayBatch(market: Market, addJob: AddJob): Promise<number> {
  return market.db.transaction(async (tx) => {
    const messages = await outbox.takeUnrelayed(tx, batchSize);
    const known = messages.filter((message) => isKnown(market, message));
    if (known.length === 0) return 0;
    await addAll(known.map(jobOf), addJob);
    const ids = known.map(({ id }) => id);
    await outbox.markRelayed(tx, ids, market.clock.now());
    return ids.length;
  });
}

/** A message of a kind that only a newer worker knows is left to that one. */
function isKnown({ log }: Market, { id, kind, payload }: UnrelayedMessage): boolean {
  const known = jobForm.safeParse({ kind, payload }).success;
  if (!known) log.error({ id: id.toString(), kind }, 'outbox message of no known form');
  return known;
}

async function addAll(jobs: RelayedJob[], addJob: AddJob): Promise<void> {
  try {
    await Promise.all(jobs.map(addJob));
  } catch (error) {
    throw new Fault('queue', error);
  }
}

function jobOf({ id, kind, payload, traceParent }: UnrelayedMessage): RelayedJob {
  return { ...jobForm.parse({ kind, payload }), id: `outbox-${id}`, traceParent };
}
