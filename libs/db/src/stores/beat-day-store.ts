import { direct, type Database } from '../database.js';
import { translated } from '../faults.js';
import { rowsOf } from '../rows-of.js';

const dayMs = 86_400_000;
/** A change of partitions waits this long for beats that are being taken, and beats wait no longer for it. */
const lockMs = 2_000;

/** Beats of a day (UTC): a partition of `beats`. */
function nameOf(day: Date): string {
  return `d${day.toISOString().slice(0, 10).replaceAll('-', '')}`;
}

function startOf(day: Date): Date {
  return new Date(Math.floor(day.getTime() / dayMs) * dayMs);
}

/** Makes the days from that of `from` on, `count` of them. Those that are there stay. Answers how many are new. */
export async function prepare(db: Database, from: Date, count: number): Promise<number> {
  const there = new Set(await list(db));
  const days = Array.from({ length: count }, (_, n) => new Date(+startOf(from) + n * dayMs));
  const missing = days.filter((day) => !there.has(nameOf(day)));
  for (const day of missing) await make(db, day);
  return missing.length;
}

/** Made apart and then attached, which unlike making it in its place does not stop beats. */
async function make(db: Database, day: Date): Promise<void> {
  const until = new Date(day.getTime() + dayMs).toISOString();
  await changing(
    db,
    `do $$ begin
       perform pg_advisory_xact_lock(hashtext('beat_days'));
       if to_regclass('beat_days.${nameOf(day)}') is null then
         create table beat_days.${nameOf(day)} (like beats including all);
         alter table beats attach partition beat_days.${nameOf(day)}
           for values from ('${day.toISOString()}') to ('${until}');
       end if;
     end $$`,
  );
}

/** Drops the days that were over at `moment`. Answers how many. */
export async function dropBefore(db: Database, moment: Date): Promise<number> {
  const past = (await list(db)).filter((name) => name < nameOf(startOf(moment)));
  for (const name of past) await changing(db, `drop table if exists beat_days.${name}`);
  return past.length;
}

/** The days that are there, by their names, the earliest first. */
async function list(db: Database): Promise<string[]> {
  const rows = await rowsOf<{ name: string }>(
    db,
    `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'beats'::regclass order by 1`,
    [],
  );
  return rows.map(({ name }) => name);
}

async function changing(db: Database, sql: string): Promise<void> {
  await db[direct]((client) =>
    client
      .query(`begin; set local lock_timeout = ${lockMs}; ${sql}; commit`)
      .catch(async (error: unknown) => {
        await client.query('rollback');
        throw translated(error);
      }),
  );
}
