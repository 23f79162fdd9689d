import { graceMs, type BeatPolicy } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { hotRows } from '../hot-rows.js';
import { rowsOf } from '../rows-of.js';

/** A beat as it is kept. */
export interface StoredBeat {
  machineId: string;
  sessionId: string;
  seq: number;
  sentAt: Date;
  /** JSON of what the agent said of instances and GPUs. Undefined: nothing. */
  states: string | undefined;
}

/** A beat that counted. */
export interface TakenBeat {
  machineId: string;
  receivedAt: Date;
  /** It did not come as it should: the machine's intervals are to be judged. */
  unjudged: boolean;
}

/** Where a machine's session stands. */
export interface SessionPlace {
  machineId: string;
  sessionId: string | null;
  seq: number;
}

/** Whether the machine was up, or in maintenance, and all its beats are judged: then a punctual beat needs no judgement. */
const expected = `p.state in ('UP', 'MAINTENANCE') and p.heard_at = p.last_beat_at`;
const received = 'greatest($6::timestamptz, p.judged_at, p.last_beat_at)';
const forgiven = `forgiven_debt(p.debt_ms, ${received} - p.last_beat_at, $7::bigint, $8::bigint)`;

/** `pulseAfter` of libs/domain for many machines, and their beats beside it: a spec compares the two. */
const takeText = `
with said as (
  select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[], $5::jsonb[])
    as s (machine_id, session_id, seq, sent_at, states)
), taken as (
  update machine_pulses p set
    seq = s.seq,
    last_beat_at = ${received},
    heard_at = case when ${expected} and ${forgiven} is not null then ${received} else p.heard_at end,
    debt_ms = case when ${expected} then coalesce(${forgiven}, p.debt_ms) else p.debt_ms end
  from said s
  where p.machine_id = s.machine_id and p.session_id = s.session_id and p.seq < s.seq
  returning p.machine_id, s.session_id, s.seq, s.sent_at, s.states, p.last_beat_at as received_at,
    p.heard_at is distinct from p.last_beat_at as unjudged
), kept as (
  insert into beats (machine_id, received_at, session_id, seq, sent_at, states)
  select machine_id, received_at, session_id, seq, sent_at, states from taken
)
select machine_id, extract(epoch from received_at) * 1000, unjudged from taken`;

/**
 * Takes beats in one statement, which is one commit where `tx` is the database: of each machine one, and of all that
 * count, those that are answered. The others changed nothing. Received is when our clock says so, and never before
 * what was judged.
 */
export async function take(
  tx: Tx,
  beats: readonly StoredBeat[],
  now: Date,
  policy: BeatPolicy,
): Promise<TakenBeat[]> {
  // In one order, so that two processes that take beats of the same machines never wait for each other in a circle.
  const ordered = [...beats].sort((a, b) => (a.machineId < b.machineId ? -1 : 1));
  const rows = await hotRows(tx, {
    text: takeText,
    values: [
      ordered.map(({ machineId }) => machineId),
      ordered.map(({ sessionId }) => sessionId),
      ordered.map(({ seq }) => seq),
      ordered.map(({ sentAt }) => sentAt.toISOString()),
      ordered.map(({ states }) => states ?? null),
      now.toISOString(),
      policy.beatEverySeconds * 1000,
      graceMs(policy),
    ],
  });
  return rows.map(([machineId, ms, unjudged]) => ({
    machineId: machineId ?? '',
    receivedAt: new Date(Number(ms)),
    unjudged: unjudged === 't',
  }));
}

/** Where the sessions of machines stand: why a beat did not count. */
export async function placesOf(tx: Tx, machineIds: readonly string[]): Promise<SessionPlace[]> {
  const rows = await rowsOf<{ machine_id: string; session_id: string | null; seq: string }>(
    tx,
    'select machine_id, session_id, seq from machine_pulses where machine_id = any($1::uuid[])',
    [machineIds],
  );
  return rows.map(({ machine_id, session_id, seq }) => ({
    machineId: machine_id,
    sessionId: session_id,
    seq: Number(seq),
  }));
}

/** When machines were heard after all that is judged of them, to `until`, the earliest first. */
export async function unjudgedOf(
  tx: Tx,
  machineIds: readonly string[],
  until: Date,
): Promise<Map<string, Date[]>> {
  const rows = await rowsOf<{ machine_id: string; received_at: Date }>(
    tx,
    `select b.machine_id, b.received_at
     from machine_pulses p
     join beats b on b.machine_id = p.machine_id and b.received_at > coalesce(p.heard_at, '-infinity')
     where p.machine_id = any($1::uuid[]) and p.last_beat_at is distinct from p.heard_at and b.received_at <= $2
     order by b.machine_id, b.received_at`,
    [machineIds, until],
  );
  const found = new Map<string, Date[]>();
  for (const { machine_id, received_at } of rows)
    found.set(machine_id, [...(found.get(machine_id) ?? []), received_at]);
  return found;
}

/** A machine's beats in `[from, until)` that are still kept, the earliest first. */
export async function within(tx: Tx, machineId: string, from: Date, until: Date): Promise<Date[]> {
  const rows = await rowsOf<{ received_at: Date }>(
    tx,
    `select received_at from beats where machine_id = $1 and received_at >= $2 and received_at < $3
     order by received_at`,
    [machineId, from, until],
  );
  return rows.map(({ received_at }) => received_at);
}
