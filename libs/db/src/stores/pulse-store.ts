import { graceMs, type BeatPolicy, type Liveness, type Machine, type Pulse } from '@gpuflow/domain';
import { present } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** A machine's pulse, and whether it can be rented so far. */
export interface MachinePulse extends Pulse {
  machineId: string;
  liveness: Liveness;
}

/** Writes the pulse and the intervals of a machine that is known so far by its last beat alone. */
export async function insertFor(tx: Tx, machine: Machine): Promise<void> {
  const { id: machineId, liveness, lastBeatAt, enrolledAt } = machine;
  const state = liveness === 'ONLINE' ? 'UP' : 'DOWN';
  const judgedAt = lastBeatAt !== undefined && lastBeatAt > enrolledAt ? lastBeatAt : enrolledAt;
  await tx[prisma].machinePulse.create({
    data: {
      ...{ machineId, state, judgedAt, settledAt: judgedAt },
      lastBeatAt: lastBeatAt ?? null,
      heardAt: lastBeatAt ?? null,
    },
  });
  const unseen = { machineId, startsAt: enrolledAt, state: 'DOWN', cause: 'NEVER_SEEN' } as const;
  const seen = { ONLINE: 'BEATING', SILENT: 'SILENT', NEVER_SEEN: 'NEVER_SEEN' } as const;
  const now = { machineId, startsAt: judgedAt, state, cause: seen[liveness] } as const;
  await tx[prisma].machineInterval.createMany({
    data: judgedAt > enrolledAt ? [{ ...unseen, endsAt: judgedAt }, now] : [now],
  });
}

interface Row {
  machine_id: string;
  last_beat_at: Date | null;
  heard_at: Date | null;
  debt_ms: number;
  settled_at: Date;
  judged_at: Date;
  state: Pulse['state'];
  liveness: Liveness;
}

/** The pulses of these machines, kept from beats and other judges to the end of the transaction. */
export async function lock(tx: Tx, machineIds: readonly string[]): Promise<MachinePulse[]> {
  await rowsOf(
    tx,
    'select machine_id from machine_pulses where machine_id = any($1::uuid[]) order by machine_id for update',
    [machineIds],
  );
  // Asked after the wait, since what a locked row is joined with is as it was before it.
  const rows = await rowsOf<Row>(
    tx,
    `select p.machine_id, p.last_beat_at, p.heard_at, p.debt_ms, p.settled_at, p.judged_at, p.state, m.liveness
     from machine_pulses p join machines m on m.id = p.machine_id
     where p.machine_id = any($1::uuid[]) order by p.machine_id`,
    [machineIds],
  );
  return rows.map((row) => ({
    machineId: row.machine_id,
    lastBeatAt: present(row.last_beat_at),
    heardAt: present(row.heard_at),
    debtMs: row.debt_ms,
    settledAt: row.settled_at,
    judgedAt: row.judged_at,
    state: row.state,
    liveness: row.liveness,
  }));
}

/** Writes how far these machines are judged. Their pulses must be locked. */
export async function saveJudged(
  tx: Tx,
  judged: readonly { machineId: string; pulse: Pulse }[],
): Promise<void> {
  await rowsOf(
    tx,
    `update machine_pulses p set heard_at = j.heard_at, debt_ms = j.debt_ms, settled_at = j.settled_at,
       judged_at = j.judged_at, state = j.state::"MachineState", put_off_until = null
     from unnest($1::uuid[], $2::timestamptz[], $3::int[], $4::timestamptz[], $5::timestamptz[], $6::text[])
       as j (machine_id, heard_at, debt_ms, settled_at, judged_at, state)
     where p.machine_id = j.machine_id`,
    [
      judged.map(({ machineId }) => machineId),
      judged.map(({ pulse }) => pulse.heardAt ?? null),
      judged.map(({ pulse }) => pulse.debtMs),
      judged.map(({ pulse }) => pulse.settledAt),
      judged.map(({ pulse }) => pulse.judgedAt),
      judged.map(({ pulse }) => pulse.state),
    ],
  );
}

/** Has the sweep leave a machine that cannot be judged alone until then. Judging it all the same ends that. */
export async function putOff(tx: Tx, machineId: string, until: Date): Promise<void> {
  const data = { putOffUntil: until };
  await tx[prisma].machinePulse.update({ where: { machineId }, data });
}

/** How many machines could not be judged and have not been since. */
export function countPutOff(tx: Tx): Promise<number> {
  return tx[prisma].machinePulse.count({ where: { putOffUntil: { not: null } } });
}

const silence = (moment: string) =>
  `forgiven_debt(p.debt_ms, greatest(${moment}, p.last_beat_at) - p.last_beat_at, $2::bigint, $3::bigint)`;

/**
 * At most `limit` machines whose intervals may have changed by `now`, the longest silent first: beats that nobody has
 * judged; silence that is not forgiven any more; silent machines since `turnedAt`, when we last began or ceased to
 * accept beats; a beginning or end of announced maintenance. Not those that are put off.
 */
export async function due(
  tx: Tx,
  now: Date,
  policy: BeatPolicy,
  turnedAt: Date | undefined,
  limit: number,
): Promise<string[]> {
  const rows = await rowsOf<{ machine_id: string }>(
    tx,
    `select p.machine_id from machine_pulses p
     where p.last_beat_at is not null and p.judged_at < $1
       and (p.put_off_until is null or p.put_off_until <= $1) and (
       p.heard_at is distinct from p.last_beat_at
       or (${silence('$1::timestamptz')} is null and (
         p.state = 'UP' or ${silence('p.judged_at')} is not null or p.judged_at <= $4::timestamptz))
       or exists (select from maintenance_windows w, least(w.ends_at, w.withdrawn_at) as w_end
         where w.machine_id = p.machine_id and w.ends_at >= p.judged_at and (
           (w.starts_at >= p.judged_at and w.starts_at < $1) or (w_end >= p.judged_at and w_end < $1))))
     order by p.last_beat_at limit $5`,
    [now, policy.beatEverySeconds * 1000, graceMs(policy), turnedAt ?? null, limit],
  );
  return rows.map(({ machine_id }) => machine_id);
}
