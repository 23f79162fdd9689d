import type { MachineState } from '@gpuflow/domain';

import { calendarSplit, type Trace } from '../trace.ts';
import { inOrder, type ReadPiece } from './in-order.ts';
import { TraceError } from './trace-error.ts';

const states: Readonly<Record<string, MachineState>> = {
  UP: 'UP',
  DOWN: 'DOWN',
  MAINTENANCE: 'MAINTENANCE',
  UNKNOWN: 'UNKNOWN',
};

/**
 * Our own form: a line for each piece, `unit start end state`, apart by blanks, tabs or commas. The unit may be `kind/name`; times are ISO 8601 or
 * seconds since 1970; the state is UP, DOWN, MAINTENANCE or UNKNOWN. Empty lines and lines that begin with `#` are nothing.
 */
export function readText(file: string, text: string): Trace {
  const byUnit = new Map<string, ReadPiece[]>();
  for (const [place, line] of text.split('\n').entries()) {
    if (line.trim() === '' || line.trimStart().startsWith('#')) continue;
    const { unit, piece } = lineOf(line, file, place + 1);
    const pieces = byUnit.get(unit) ?? [];
    pieces.push(piece);
    byUnit.set(unit, pieces);
  }
  if (byUnit.size === 0)
    throw new TraceError(file, undefined, 'no line with unit, start, end and state');
  const units = [...byUnit].map(([id, pieces]) => ({
    id,
    cohort: id.includes('/') ? id.slice(0, id.lastIndexOf('/')) : '',
    pieces: inOrder(pieces),
  }));
  return { units, testFrom: calendarSplit(units), hours: [24, 168], everyHours: undefined };
}

function lineOf(text: string, file: string, line: number): { unit: string; piece: ReadPiece } {
  const words = text.trim().split(/[\s,]+/);
  const [unit, start, end, name] = words;
  if (words.length !== 4 || unit === undefined || start === undefined || end === undefined)
    throw new TraceError(
      file,
      line,
      `${words.length} words, not the four of "unit start end state"`,
    );
  const state = states[name?.toUpperCase() ?? ''];
  if (state === undefined)
    throw new TraceError(
      file,
      line,
      `state is "${name ?? ''}", not one of ${Object.keys(states).join(', ')}`,
    );
  const from = momentOf(start, 'start', file, line);
  const until = momentOf(end, 'end', file, line);
  if (until < from)
    throw new TraceError(file, line, `ends at ${end}, before its start at ${start}`);
  return { unit, piece: { state, from, until, line } };
}

function momentOf(word: string, field: string, file: string, line: number): number {
  const ms = /^\d+(\.\d+)?$/.test(word) ? Number(word) * 1000 : Date.parse(word);
  if (Number.isFinite(ms)) return ms;
  throw new TraceError(
    file,
    line,
    `${field} is "${word}", neither ISO 8601 nor seconds since 1970`,
  );
}
