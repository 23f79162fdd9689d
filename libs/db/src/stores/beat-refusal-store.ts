import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** How many beats were refused with a code in the hour that began at `hour`. */
export interface BeatRefusals {
  hour: Date;
  code: string;
  beats: number;
}

/** Counts these on top of what is counted. */
export async function add(tx: Tx, counted: readonly BeatRefusals[]): Promise<void> {
  await rowsOf(
    tx,
    `insert into beat_refusals (hour, code, beats) select * from unnest($1::timestamptz[], $2::text[], $3::bigint[])
     on conflict (hour, code) do update set beats = beat_refusals.beats + excluded.beats`,
    [
      counted.map(({ hour }) => hour),
      counted.map(({ code }) => code),
      counted.map(({ beats }) => beats),
    ],
  );
}

/** What was refused in the hours that began at `from` or later, the earliest first. */
export async function since(tx: Tx, from: Date): Promise<BeatRefusals[]> {
  const rows = await tx[prisma].beatRefusal.findMany({
    where: { hour: { gte: from } },
    orderBy: [{ hour: 'asc' }, { code: 'asc' }],
  });
  return rows.map(({ hour, code, beats }) => ({ hour, code, beats: Number(beats) }));
}
