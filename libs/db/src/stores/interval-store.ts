import type {
  Interval,
  IntervalCause,
  JudgedInterval,
  MachineState,
  OpenInterval,
} from '@gpuflow/domain';
import { present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** A machine's intervals that reach beyond `since`, the oldest first, whole; the last one is open. */
export async function listOf(tx: Tx, machineId: string, since: Date): Promise<JudgedInterval[]> {
  const rows = await tx[prisma].machineInterval.findMany({
    where: { machineId, OR: [{ endsAt: null }, { endsAt: { gt: since } }] },
    orderBy: { startsAt: 'asc' },
  });
  return rows.map(({ state, cause, startsAt, endsAt }) => ({
    ...{ state, cause, from: startsAt },
    until: present(endsAt),
  }));
}

/** The interval that a machine is in. */
export async function openOf(tx: Tx, machineId: string): Promise<OpenInterval | undefined> {
  const row = await tx[prisma].machineInterval.findFirst({ where: { machineId, endsAt: null } });
  return row === null ? undefined : { state: row.state, cause: row.cause, from: row.startsAt };
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

/** The intervals of machines that are not settled, and the last ones that are, the oldest first. */
export async function unsettledOf(
  tx: Tx,
  machineIds: readonly string[],
): Promise<Map<string, JudgedInterval[]>> {
  const rows = await rowsOf<Omit<Clipped, 'ends_at'> & { ends_at: Date | null }>(
    tx,
    `select i.machine_id, i.state, i.cause, i.starts_at, i.ends_at
     from machine_pulses p
     join machine_intervals i on i.machine_id = p.machine_id and (i.ends_at is null or i.ends_at >= p.settled_at)
     where p.machine_id = any($1::uuid[])
     order by i.machine_id, i.starts_at`,
    [machineIds],
  );
  const found = new Map<string, JudgedInterval[]>();
  for (const { machine_id, state, cause, starts_at, ends_at } of rows) {
    const interval = { state, cause, from: starts_at, until: present(ends_at) };
    found.set(machine_id, [...(found.get(machine_id) ?? []), interval]);
  }
  return found;
}

/** A machine's intervals from `replacing` on: nothing else begins there or later. */
export interface Replacement {
  machineId: string;
  replacing: Date;
  intervals: readonly JudgedInterval[];
}

/** Writes intervals in place of all that begin at `replacing` or later. */
export async function replace(tx: Tx, replacements: readonly Replacement[]): Promise<void> {
  if (replacements.length === 0) return;
  await rowsOf(
    tx,
    `delete from machine_intervals i using unnest($1::uuid[], $2::timestamptz[]) as r (machine_id, replacing)
     where i.machine_id = r.machine_id and i.starts_at >= r.replacing`,
    [
      replacements.map(({ machineId }) => machineId),
      replacements.map(({ replacing }) => replacing),
    ],
  );
  const rows = replacements.flatMap(({ machineId, intervals }) =>
    intervals.map(({ state, cause, from, until }) => ({
      ...{ machineId, state, cause },
      startsAt: from,
      endsAt: until ?? null,
    })),
  );
  await tx[prisma].machineInterval.createMany({ data: rows });
}
