import { seeded } from '../../faults/random.ts';
import { calendarSplit, type Piece, type Trace } from './trace.ts';

const hourMs = 3_600_000;

/** Failures per hour up of a machine, when `share` of the trace's time is over. */
type RateOf = (machine: number, share: number) => number;

export interface Fleet {
  name: string;
  machines: number;
  days: number;
  rateOf: RateOf;
  seed: number;
}

/** Machines that fail at these rates, without memory, and are down for an hour; drawn quarter of an hour by quarter. */
export function madeUp(fleet: Fleet): Trace {
  const { name, machines, days, seed } = fleet;
  const random = seeded(name, seed);
  const units = Array.from({ length: machines }, (_, machine) => ({
    ...{ id: `${machine}`, cohort: '' },
    pieces: piecesOf((share) => random.below(1e6) < 250_000 * fleet.rateOf(machine, share), days),
  }));
  return { units, testFrom: calendarSplit(units), hours: [24], everyHours: undefined };
}

function piecesOf(fails: (share: number) => boolean, days: number): Piece[] {
  const end = days * 24 * hourMs;
  const pieces: Piece[] = [];
  for (let from = 0; from < end;) {
    let until = from + hourMs / 4;
    while (until < end && !fails(until / end)) until += hourMs / 4;
    pieces.push({ state: 'UP', from, until });
    from = until + hourMs;
    if (until < end) pieces.push({ state: 'DOWN', from: until, until: Math.min(from, end) });
  }
  return pieces;
}
