import pg from 'pg';

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

const insertMachines = `
  insert into machines (id, provider, agent_key, name, asset_hash, spec, gpu_model, gpu_count, vram_gb, cpu_cores,
    ram_gb, disk_gb, down_mbps, up_mbps, country, endpoint_host, enrolled_at)
  select md5(n::text)::uuid, '0x' || lpad(to_hex(n % 5000), 40, '0'), '0x' || lpad(to_hex(n), 64, '0'), 'machine ' || n,
    '0x' || md5(n::text) || md5(n::text), '{}', (array['RTX 4090', 'H100 80GB', 'A100 80GB', 'L4'])[1 + n % 4], 1, 24, 16, 64,
    500, 1000, 1000, (array['DE', 'US', 'FR'])[1 + n % 3], 'gpu.example', $2
  from generate_series(1, $1::int) n`;

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
