import { SCORE_VERSION, type HorizonModel } from '@gpuflow/domain';
import { z } from 'zod';
import { prisma, type Tx } from '../database.js';
import { rowsOf } from '../rows-of.js';

/** What the fleet had taught by a moment. */
export interface StoredModel {
  id: bigint;
  version: number;
  learnedAt: Date;
  horizons: HorizonModel[];
}

const numbers = z.array(z.number());
const regression = z.object({
  learnedUntil: z.number(),
  start: numbers,
  weights: numbers,
  curvature: z.array(numbers),
});
const tenth = z.object({ predictions: z.number(), expected: z.number(), survived: z.number() });
const departures = { predictions: z.number(), toward: z.number(), apart: z.number() };
const evidence = z.object({
  window: z.object({ ...departures, endsAt: z.number() }),
  windowsSeen: z.number(),
  windows: z.number(),
  toward: z.number(),
  apart: z.number(),
  towardToward: z.number(),
  towardApart: z.number(),
  apartApart: z.number(),
});
const horizon = z.object({
  hours: z.number(),
  stack: regression,
  calibration: regression,
  gate: z.object({
    judgedUntil: z.number(),
    stackWeight: z.number(),
    baseRate: z.number(),
    predictions: z.number(),
    survived: z.number(),
    evidence,
    tenths: z.array(tenth),
  }),
});

/** The newest model of the version in force. */
export async function last(tx: Tx): Promise<StoredModel | undefined> {
  const row = await tx[prisma].scoreModel.findFirst({
    where: { version: SCORE_VERSION },
    orderBy: { learnedAt: 'desc' },
  });
  return row === null ? undefined : toModel(row);
}

/** A model of the version in force, by its id. */
export async function find(tx: Tx, id: bigint): Promise<StoredModel | undefined> {
  const row = await tx[prisma].scoreModel.findUnique({ where: { id, version: SCORE_VERSION } });
  return row === null ? undefined : toModel(row);
}

/** Stores what was learned by a moment, and forgets the models before it that no score names any more. */
export async function insert(
  tx: Tx,
  learnedAt: Date,
  horizons: readonly HorizonModel[],
): Promise<StoredModel> {
  const row = await tx[prisma].scoreModel.create({
    data: { version: SCORE_VERSION, learnedAt, horizons: JSON.stringify(horizons) },
  });
  await rowsOf(
    tx,
    'delete from score_models where id < coalesce((select min(model_id) from machine_scores), $1)',
    [row.id],
  );
  return toModel(row);
}

function toModel({ horizons, ...row }: Omit<StoredModel, 'horizons'> & { horizons: string }) {
  return { ...row, horizons: z.array(horizon).parse(JSON.parse(horizons)) };
}
