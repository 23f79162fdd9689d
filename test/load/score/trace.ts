import type { MachineState } from '@gpuflow/domain';

/** What a unit was from one moment to another; milliseconds since 1970. */
export interface Piece {
  state: MachineState;
  from: number;
  until: number;
}

/** A machine of a trace. Its pieces follow one another; a gap is a time that nothing is known of. */
export interface Unit {
  id: string;
  /** Machines of one kind lend each other what they have shown. */
  cohort: string;
  pieces: readonly Piece[];
}

/** Machines and what became of them. */
export interface Trace {
  units: readonly Unit[];
  /** From when on predictions are judged: what is before is there to learn from. */
  testFrom: (unit: Unit) => number;
  /** How far ahead this form of trace is judged by default. Hours. */
  hours: readonly number[];
  /** From one prediction of a unit to the next. Undefined: a quarter of how far ahead it looks. */
  everyHours: number | undefined;
}

export function startOf({ pieces }: Unit): number {
  return pieces[0]?.from ?? Infinity;
}

export function endOf({ pieces }: Unit): number {
  return pieces.at(-1)?.until ?? -Infinity;
}

/** The first and the last moment of any unit. */
export function spanOf(units: readonly Unit[]): { start: number; end: number } {
  let [start, end] = [Infinity, -Infinity];
  for (const unit of units) {
    start = Math.min(start, startOf(unit));
    end = Math.max(end, endOf(unit));
  }
  return { start, end };
}

/** The last two fifths of the calendar. */
export function calendarSplit(units: readonly Unit[]): () => number {
  const { start, end } = spanOf(units);
  return () => start + 0.6 * (end - start);
}

/** The second half of each unit's own time. */
export function halfOf(unit: Unit): number {
  return (startOf(unit) + endOf(unit)) / 2;
}
