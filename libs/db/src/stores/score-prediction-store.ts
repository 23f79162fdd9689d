import type { Matured, Prediction } from '@gpuflow/domain';
import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** What was said of a machine over so many hours. */
export interface SaidOf {
  machineId: string;
  hours: number;
  saidAt: Date;
  prediction: Prediction;
}

interface PredictionColumns {
  hours: number;
  features: number[];
  logit: number;
  stacked: number;
  base: number;
  probability: number;
  survived: boolean;
}

/** Keeps predictions until it is known what came of them. What is kept already stays as it is. */
export async function keep(tx: Tx, said: readonly SaidOf[]): Promise<void> {
  if (said.length === 0) return;
  await rowsOf(
    tx,
    `insert into score_predictions
       (machine_id, hours, said_at, due_at, features, logit, stacked, base, probability)
     select machine_id, hours, said_at, said_at + hours * interval '1 hour', features::float8[], logit, stacked, base, probability
     from unnest($1::uuid[], $2::int[], $3::timestamptz[], $4::text[], $5::float8[], $6::float8[], $7::float8[], $8::float8[])
       as new (machine_id, hours, said_at, features, logit, stacked, base, probability)
     on conflict do nothing`,
    [
      said.map(({ machineId }) => machineId),
      said.map(({ hours }) => hours),
      said.map(({ saidAt }) => saidAt),
      said.map(({ prediction }) => `{${prediction.features.join()}}`),
      said.map(({ prediction }) => prediction.logit),
      said.map(({ prediction }) => prediction.stacked),
      said.map(({ prediction }) => prediction.base),
      said.map(({ prediction }) => prediction.probability),
    ],
  );
}

/**
 * Takes out the predictions that were due by a moment, with what came of them, by time and machine. A prediction of time in
 * which we did not know the machine, or it was announced to be down, is of no use and left out.
 */
export async function takeDue(
  tx: Tx,
  by: Date,
  limit: number,
): Promise<(Matured & { hours: number })[]> {
  const rows = await rowsOf<PredictionColumns>(
    tx,
    `with taken as (
       delete from score_predictions where (machine_id, hours, said_at) in (
         select machine_id, hours, said_at from score_predictions where due_at <= $1
         order by due_at, machine_id, hours limit $2)
       returning *
     )
     select t.*, not lasted.failed as survived
     from taken t
     cross join lateral (
       select coalesce(bool_or(i.state = 'DOWN' and i.starts_at > t.said_at), false) as failed,
         coalesce(bool_or(i.state in ('UNKNOWN', 'MAINTENANCE')), false) as blurred
       from machine_intervals i
       where i.machine_id = t.machine_id and i.starts_at <= t.due_at and (i.ends_at is null or i.ends_at > t.said_at)
     ) lasted
     where lasted.failed or not lasted.blurred
     order by t.due_at, t.machine_id, t.hours`,
    [by, limit],
  );
  return rows.map(({ hours, survived, features, logit, stacked, base, probability }) => ({
    hours,
    survived,
    prediction: { features, logit, stacked, base, probability },
  }));
}
