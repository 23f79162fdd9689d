import pg from 'pg';

import { insertMachines } from '../insert-machines.ts';

/** A fleet whose machines have gone up and down `intervals - 1` times, a day and a half apart in the mean, until `now`. */
export interface Fleet {
  machines: number;
  intervals: number;
  now: Date;
}

/**
 * Writes a fleet in two statements. Lengths are drawn by hashes of machine and place, so that a fleet of the same size is the same
 * fleet. No trigger and no exclusion looks on: what is written is without gap and overlap by the way it is made.
 */
export async function writeFleet(url: string, { machines, intervals, now }: Fleet): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query('set session_replication_role = replica');
    await client.query(
      'alter table machine_intervals drop constraint machine_intervals_no_overlap',
    );
    await client.query(insertMachines, [machines, now]);
    await client.query(insertIntervals, [intervals, now]);
    await client.query('analyze');
  } finally {
    await client.end();
  }
}

/** Up for up to six days, then down for up to two hours, and so on; the first is DOWN, before it was ever seen. */
const insertIntervals = `
  with drawn as (
    select m.id, place, case when place % 2 = 1 then 1 + abs(hashtext(m.id::text || place)) % 120 else 144 * 60 * (1 + abs(hashtext(m.id::text || place)) % 100) / 100 end
      as minutes
    from machines m cross join generate_series(1, $1::int) place
  ),
  told as (
    select id, place, sum(minutes) over (partition by id order by place desc) as minutes_ago from drawn
  )
  insert into machine_intervals (machine_id, starts_at, ends_at, state, cause)
  select id, $2::timestamptz - minutes_ago * interval '1 minute',
    $2::timestamptz - lead(minutes_ago) over (partition by id order by place) * interval '1 minute',
    (case when place % 2 = 1 then 'DOWN' else 'UP' end)::"MachineState",
    (case when place = 1 then 'NEVER_SEEN' when place % 2 = 1 then 'SILENT' else 'BEATING' end)::"IntervalCause"
  from told`;
