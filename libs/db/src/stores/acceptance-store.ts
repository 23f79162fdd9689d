import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** When a process of the API accepted beats. */
export interface AcceptanceWindow {
  from: Date;
  until: Date;
}

/**
 * Says that the process that opened window `id` accepts beats until `until`. False, with nothing written, where the
 * window is over at `now`: what was not said in time is not said afterwards.
 */
export async function extend(tx: Tx, id: string, now: Date, until: Date): Promise<boolean> {
  const { count } = await tx[prisma].acceptanceWindow.updateMany({
    where: { id, until: { gte: now } },
    data: { until },
  });
  return count === 1;
}

export async function open(tx: Tx, id: string, { from, until }: AcceptanceWindow): Promise<void> {
  await tx[prisma].acceptanceWindow.create({ data: { id, openedAt: from, until } });
}

/** The windows that reach beyond `since`, in no order. */
export async function since(tx: Tx, since: Date): Promise<AcceptanceWindow[]> {
  return rowsOf<{ from: Date; until: Date }>(
    tx,
    'select opened_at as "from", until from acceptance_windows where until > $1',
    [since],
  );
}
