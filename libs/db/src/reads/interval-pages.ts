import type { IntervalCause, MachineState, JudgedInterval } from '@gpuflow/domain';
import { present } from '../columns.js';
import type { Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** Which of a machine's intervals: those that begin before a moment, from there backwards. */
export interface IntervalPlace {
  machineId: string;
  before: Date | undefined;
}

interface IntervalColumns {
  place: string;
  state: MachineState;
  cause: IntervalCause;
  starts_at: Date;
  ends_at: Date | null;
}

/** For each place its next `limit` intervals, the newest first: of as many machines as one asks for in one statement. */
export async function intervalPages(
  tx: Tx,
  places: readonly IntervalPlace[],
  limit: number,
): Promise<JudgedInterval[][]> {
  const rows = await rowsOf<IntervalColumns>(
    tx,
    `select asked.place, i.state, i.cause, i.starts_at, i.ends_at
     from unnest($1::uuid[], $2::timestamptz[]) with ordinality as asked (machine_id, before, place)
     cross join lateral (
       select * from machine_intervals one
       where one.machine_id = asked.machine_id and one.starts_at < coalesce(asked.before, 'infinity')
       order by one.starts_at desc limit $3
     ) i
     order by asked.place, i.starts_at desc`,
    [places.map(({ machineId }) => machineId), places.map(({ before }) => before ?? null), limit],
  );
  const pages: JudgedInterval[][] = places.map(() => []);
  for (const { place, state, cause, starts_at, ends_at } of rows)
    pages[Number(place) - 1]?.push({ state, cause, from: starts_at, until: present(ends_at) });
  return pages;
}
