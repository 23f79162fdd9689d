import { cohortName, type CohortState } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** What the machines of a cohort did in a while. */
export interface CohortHours {
  name: string;
  upHours: number;
  failures: number;
}

/** What machines did from one moment to another, by cohort. A failure: a machine that was up fell silent. */
export async function hoursBetween(tx: Tx, from: Date, until: Date): Promise<CohortHours[]> {
  const rows = await rowsOf<{
    gpu_model: string;
    country: string;
    is_secure: boolean;
    up_ms: string;
    failures: string;
  }>(
    tx,
    `select m.gpu_model, m.country, secure.id is not null as is_secure, sum(up_ms)::bigint as up_ms, sum(failures)::bigint as failures
     from (
       select i.machine_id,
         coalesce(sum((extract(epoch from least(coalesce(i.ends_at, $2), $2) - greatest(i.starts_at, $1)) * 1000)::bigint)
           filter (where i.state = 'UP'), 0) as up_ms,
         count(*) filter (where i.cause = 'SILENT' and i.starts_at >= $1 and (
           select before.state from machine_intervals before
           where before.machine_id = i.machine_id and before.starts_at < i.starts_at and before.state in ('UP', 'DOWN')
           order by before.starts_at desc limit 1) = 'UP') as failures
       from machine_intervals i
       where i.starts_at < $2 and (i.ends_at is null or i.ends_at > $1)
       group by i.machine_id
     ) done
     join machines m on m.id = done.machine_id
     left join (select distinct machine_id as id from listings where state = 'ACTIVE' and tier = 'SECURE') secure on secure.id = m.id
     group by m.gpu_model, m.country, is_secure`,
    [from, until],
  );
  return rows.map(({ gpu_model: gpuModel, country, is_secure, up_ms, failures }) => ({
    name: cohortName({ gpuModel, country, tier: is_secure ? 'SECURE' : 'COMMUNITY' }),
    upHours: Number(up_ms) / 3_600_000,
    failures: Number(failures),
  }));
}

/** Every cohort by its name. */
export async function all(tx: Tx): Promise<Map<string, CohortState>> {
  const rows = await tx[prisma].scoreCohort.findMany();
  return new Map(
    rows.map(({ name, until, ...row }) => [
      name,
      {
        until: until.getTime(),
        recent: { failures: row.recentFailures, upHours: row.recentUpHours },
        lasting: { failures: row.lastingFailures, upHours: row.lastingUpHours },
      },
    ]),
  );
}

/** Writes these cohorts in place of what was there of them. */
export async function save(tx: Tx, cohorts: ReadonlyMap<string, CohortState>): Promise<void> {
  const states = [...cohorts.values()];
  await rowsOf(
    tx,
    `insert into score_cohorts
     select * from unnest($1::text[], $2::timestamptz[], $3::float8[], $4::float8[], $5::float8[], $6::float8[])
     on conflict (name) do update set until = excluded.until,
       recent_failures = excluded.recent_failures, recent_up_hours = excluded.recent_up_hours,
       lasting_failures = excluded.lasting_failures, lasting_up_hours = excluded.lasting_up_hours`,
    [
      [...cohorts.keys()],
      states.map(({ until }) => new Date(until)),
      states.map(({ recent }) => recent.failures),
      states.map(({ recent }) => recent.upHours),
      states.map(({ lasting }) => lasting.failures),
      states.map(({ lasting }) => lasting.upHours),
    ],
  );
}
