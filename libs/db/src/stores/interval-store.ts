import type { Interval, IntervalCause, MachineState, OpenInterval } from '@gpuflow/domain';
import { present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** An interval in its table: the last one of a machine is open. */
export type StoredInterval = OpenInterval & { until: Date | undefined };

/** A machine's intervals that reach beyond `since`, the oldest first, whole. */
export async function listOf(tx: Tx, machineId: string, since: Date): Promise<StoredInterval[]> {
  const rows = await tx[prisma].machineInterval.findMany({
    where: { machineId, OR: [{ endsAt: null }, { endsAt: { gt: since } }] },
    orderBy: { startsAt: 'asc' },
  });
  return rows.map(({ state, cause, startsAt, endsAt }) => ({
    ...{ state, cause, from: startsAt },
    until: present(endsAt),
  }));
}

interface Clipped {
  machine_id: string;
  state: MachineState;
  cause: IntervalCause;
  starts_at: Date;
  ends_at: Date;
}

/** What machines were in `[from, until)`, cut to it, the oldest first; machines that had not been enrolled are left out. */
export async function within(
  tx: Tx,
  machineIds: readonly string[],
  from: Date,
  until: Date,
): Promise<Map<string, Interval[]>> {
  const rows = await rowsOf<Clipped>(
    tx,
    `select i.machine_id, i.state, i.cause, greatest(i.starts_at, $2) as starts_at, least(i.ends_at, $3) as ends_at
     from unnest($1::uuid[]) as asked(id)
     join machine_intervals i on i.machine_id = asked.id
     where i.starts_at < $3 and (i.ends_at is null or i.ends_at > $2)
     order by i.machine_id, i.starts_at`,
    [machineIds, from, until],
  );
  const found = new Map<string, Interval[]>();
  for (const { machine_id, state, cause, starts_at, ends_at } of rows) {
    const known = found.get(machine_id);
    const interval = { state, cause, from: starts_at, until: ends_at };
    if (known === undefined) found.set(machine_id, [interval]);
    else known.push(interval);
  }
  return found;
}
