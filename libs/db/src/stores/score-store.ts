import {
  decodeScoreState,
  encodeScoreState,
  SCORE_VERSION,
  type CohortRates,
  type Interval,
  type IntervalCause,
  type KeptLog,
  type Kind,
  type MachineState,
  type ServedScore,
} from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** A machine's score as it is stored, with what it was computed with. */
export interface StoredScore extends ServedScore {
  machineId: string;
  modelId: bigint;
  rates: CohortRates;
  computedAt: Date;
}

/** A score to store, with what the next one goes on from. */
export interface NewScore extends StoredScore {
  /** After the intervals that nothing changes any more. */
  kept: KeptLog;
  openSince: Date;
  /** What lists are ranked by. Undefined: unknown. */
  listed: number | undefined;
}

/** A machine that is due a score. */
export interface DueMachine extends Kind {
  machineId: string;
  /** Of the final intervals that were read by then. Undefined: of none. */
  kept: KeptLog | undefined;
  openSince: Date;
  isUp: boolean;
  /** Its log says what was so up to here: up to the last proof of life, or to now where it is not up. */
  asOf: Date;
  /** Intervals that end before are final. */
  settledAt: Date | undefined;
}

/** Which machines are due: those whose open interval is another one, and those whose score is old or of another version. */
export interface DueQuery {
  /** Those with a greater id. */
  after: string | undefined;
  limit: number;
  now: Date;
  computedBefore: Date;
}

interface KeptColumns {
  kept_state: Buffer | null;
  kept_size: number | null;
  kept_peaks: Buffer | null;
}

interface DueColumns extends KeptColumns {
  machine_id: string;
  gpu_model: string;
  country: string;
  is_secure: boolean;
  open_since: Date;
  is_up: boolean;
  as_of: Date;
  settled_at: Date | null;
}

/** The next machines that are due a score, by id. */
export async function due(
  tx: Tx,
  { after, limit, now, computedBefore }: DueQuery,
): Promise<DueMachine[]> {
  const rows = await rowsOf<DueColumns>(
    tx,
    `select i.machine_id, m.gpu_model, m.country,
       exists (select from listings l where l.machine_id = m.id and l.state = 'ACTIVE' and l.tier = 'SECURE') as is_secure,
       s.state as kept_state, s.kept_size, s.kept_peaks, i.starts_at as open_since, i.state = 'UP' as is_up,
       greatest(i.starts_at, least($3,
         case when i.state = 'UP' then coalesce(p.heard_at, p.settled_at, $3) else $3 end)) as as_of,
       p.settled_at
     from machine_intervals i
     join machines m on m.id = i.machine_id
     left join machine_pulses p on p.machine_id = i.machine_id
     left join machine_scores s on s.machine_id = i.machine_id and s.version = $5
     where i.ends_at is null and ($1::uuid is null or i.machine_id > $1)
       and (s.machine_id is null or s.open_since <> i.starts_at or s.computed_at < $4)
     order by i.machine_id limit $2`,
    [after ?? null, limit, now, computedBefore, SCORE_VERSION],
  );
  return rows.map(toDue);
}

function toDue(row: DueColumns): DueMachine {
  return {
    machineId: row.machine_id,
    gpuModel: row.gpu_model,
    country: row.country,
    tier: row.is_secure ? 'SECURE' : 'COMMUNITY',
    kept: keptIn(row),
    openSince: row.open_since,
    isUp: row.is_up,
    asOf: row.as_of,
    settledAt: row.settled_at ?? undefined,
  };
}

const hashBytes = 32;

function keptIn({ kept_state, kept_size, kept_peaks }: KeptColumns): KeptLog | undefined {
  if (kept_state === null || kept_size === null || kept_peaks === null) return undefined;
  const peaks = Array.from({ length: kept_peaks.length / hashBytes }, (_, place) =>
    Uint8Array.from(kept_peaks.subarray(place * hashBytes, (place + 1) * hashBytes)),
  );
  return { state: decodeScoreState(kept_state), tree: { size: kept_size, peaks } };
}

/** What machines were from a moment on, each from its own: what begins there or later, the oldest first, cut at `now`. */
export async function intervalsSince(
  tx: Tx,
  places: readonly { machineId: string; since: Date }[],
  now: Date,
): Promise<Map<string, Interval[]>> {
  const rows = await rowsOf<{
    machine_id: string;
    state: MachineState;
    cause: IntervalCause;
    starts_at: Date;
    ends_at: Date;
  }>(
    tx,
    `select i.machine_id, i.state, i.cause, i.starts_at, coalesce(i.ends_at, $3) as ends_at
     from unnest($1::uuid[], $2::timestamptz[]) as asked (machine_id, since)
     join machine_intervals i on i.machine_id = asked.machine_id and i.starts_at >= asked.since and i.starts_at < $3
     order by i.machine_id, i.starts_at`,
    [places.map(({ machineId }) => machineId), places.map(({ since }) => since), now],
  );
  const logs = new Map<string, Interval[]>();
  for (const { machine_id, state, cause, starts_at: from, ends_at: until } of rows) {
    const known = logs.get(machine_id);
    if (known === undefined) logs.set(machine_id, [{ state, cause, from, until }]);
    else known.push({ state, cause, from, until });
  }
  return logs;
}

const columns = {
  machine_id: ['uuid', (score: NewScore) => score.machineId],
  version: ['int', (score: NewScore) => score.version],
  model_id: ['bigint', (score: NewScore) => score.modelId],
  state: ['bytea', (score: NewScore) => Buffer.from(encodeScoreState(score.kept.state))],
  kept_until: ['timestamptz', (score: NewScore) => new Date(score.kept.state.until)],
  kept_size: ['int', (score: NewScore) => score.kept.tree.size],
  kept_peaks: ['bytea', (score: NewScore) => Buffer.concat(score.kept.tree.peaks)],
  as_of: ['timestamptz', (score: NewScore) => score.asOf],
  log_size: ['int', (score: NewScore) => score.logSize],
  log_root: ['bytea', (score: NewScore) => Buffer.from(score.logRoot)],
  recent_rate: ['float8', (score: NewScore) => score.rates.recent],
  lasting_rate: ['float8', (score: NewScore) => score.rates.lasting],
  open_since: ['timestamptz', (score: NewScore) => score.openSince],
  computed_at: ['timestamptz', (score: NewScore) => score.computedAt],
} as const;

/** Columns of arrays travel as text: `unnest` would take them apart. */
const arrays = {
  hours: ['int[]', (score: NewScore) => listText(score, 'hours')],
  probabilities: ['float8[]', (score: NewScore) => listText(score, 'probability')],
  lower_bounds: ['float8[]', (score: NewScore) => listText(score, 'lowerBound')],
} as const;

function listText({ survival }: NewScore, of: 'hours' | 'probability' | 'lowerBound'): string {
  return `{${survival.map((one) => one[of]).join()}}`;
}

const names = [...Object.keys(columns), ...Object.keys(arrays)];
const saving = `
  insert into machine_scores (${names.join()})
  select ${[...Object.keys(columns), ...Object.entries(arrays).map(([name, [type]]) => `${name}::${type}`)].join()}
  from unnest(${[
    ...Object.values(columns).map(([type]) => type),
    ...Object.keys(arrays).map(() => 'text'),
  ]
    .map((type, place) => `$${place + 1}::${type}[]`)
    .join()}) as new (${names.join()})
  on conflict (machine_id) do update set ${names.map((name) => `${name} = excluded.${name}`).join()}`;

/**
 * Writes scores, and to the machines what lists are ranked by, where it is another than before: their listings follow.
 * Answers how many machines that changed.
 */
export async function save(tx: Tx, scores: readonly NewScore[]): Promise<number> {
  if (scores.length === 0) return 0;
  const values = [...Object.values(columns), ...Object.values(arrays)];
  await rowsOf(
    tx,
    saving,
    values.map(([, of]) => scores.map((score) => of(score))),
  );
  const changed = await rowsOf(
    tx,
    `update machines m set reliability = new.reliability
     from unnest($1::uuid[], $2::float8[]) as new (id, reliability)
     where m.id = new.id and m.reliability is distinct from new.reliability
     returning m.id`,
    [scores.map(({ machineId }) => machineId), scores.map(({ listed }) => listed ?? null)],
  );
  return changed.length;
}

interface ScoreColumns {
  machine_id: string;
  version: number;
  model_id: string;
  as_of: Date;
  log_size: number;
  log_root: Buffer;
  recent_rate: number;
  lasting_rate: number;
  hours: number[];
  probabilities: number[];
  lower_bounds: number[];
  computed_at: Date;
}

/** The scores of those of `machineIds` that have one, in no order. */
export async function findMany(tx: Tx, machineIds: readonly string[]): Promise<StoredScore[]> {
  const rows = await rowsOf<ScoreColumns>(
    tx,
    'select * from machine_scores where machine_id = any($1::uuid[])',
    [machineIds],
  );
  return rows.map((row) => ({
    machineId: row.machine_id,
    version: row.version,
    modelId: BigInt(row.model_id),
    asOf: row.as_of,
    logSize: row.log_size,
    logRoot: Uint8Array.from(row.log_root),
    rates: { recent: row.recent_rate, lasting: row.lasting_rate },
    survival: row.hours.map((hours, place) => ({
      hours,
      probability: row.probabilities[place] ?? 0,
      lowerBound: row.lower_bounds[place] ?? 0,
    })),
    computedAt: row.computed_at,
  }));
}

/** What the scores of machines go on from, of those that have one of the version in force. */
export async function keptLogs(
  tx: Tx,
  machineIds: readonly string[],
): Promise<Map<string, KeptLog>> {
  const rows = await rowsOf<KeptColumns & { machine_id: string }>(
    tx,
    `select machine_id, state as kept_state, kept_size, kept_peaks from machine_scores
     where machine_id = any($1::uuid[]) and version = $2`,
    [machineIds, SCORE_VERSION],
  );
  return new Map(
    rows.flatMap((row) => {
      const kept = keptIn(row);
      return kept === undefined ? [] : [[row.machine_id, kept]];
    }),
  );
}

/** Forgets every score: the next round computes them of the whole logs. */
export async function clear(tx: Tx): Promise<void> {
  await rowsOf(tx, 'delete from machine_scores', []);
}
