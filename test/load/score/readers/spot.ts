import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { halfOf, type Piece, type Trace, type Unit } from '../trace.ts';
import { TraceError } from './trace-error.ts';

const zoneForm = z.object({
  metadata: z.object({ gap_seconds: z.number().positive().finite() }),
  data: z.array(z.number().nonnegative()).min(1, 'has no samples'),
});
const dayForm = /(?:^|[^\d])(\d{2})-(\d{2})-(\d{4})(?:[^\d]|$)/;

/**
 * Spot availability by zone: a file of JSON, or a folder of them. Every `metadata.gap_seconds` a sample in `data`, above 0 where
 * there was an instance to be had. A folder named after a day (`MM-DD-YYYY`) began then, any other in 1970. The kind is what
 * follows the zone in the file's name: `us-east-2a_v100_1.json` is a `v100_1`.
 */
export function readSpot(where: string): Trace {
  const files = statSync(where).isDirectory() ? jsonIn(where) : [where];
  if (files.length === 0) throw new TraceError(where, undefined, 'no .json file in this folder');
  return { units: files.map(zoneOf), testFrom: halfOf, hours: [1, 6], everyHours: 0.25 };
}

function jsonIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => path.join(folder, name));
}

function zoneOf(file: string): Unit {
  const { metadata, data } = parsed(file);
  const start = startIn(file);
  const pieces: Piece[] = [];
  for (const [place, available] of data.entries()) {
    const state = available > 0 ? 'UP' : 'DOWN';
    const until = start + Math.round((place + 1) * metadata.gap_seconds * 1000);
    const last = pieces.at(-1);
    if (last?.state === state) last.until = until;
    else pieces.push({ state, from: last?.until ?? start, until });
  }
  const kind = path.basename(file, '.json').split('_').slice(1).join('_');
  return { id: file, cohort: kind, pieces };
}

function parsed(file: string): z.infer<typeof zoneForm> {
  const read = zoneForm.safeParse(json(file));
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  throw new TraceError(file, undefined, `${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`);
}

function json(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new TraceError(file, undefined, `not JSON: ${String(error)}`);
  }
}

function startIn(file: string): number {
  const [, month, day, year] = dayForm.exec(path.dirname(file)) ?? [];
  return year === undefined ? 0 : Date.UTC(Number(year), Number(month) - 1, Number(day));
}
