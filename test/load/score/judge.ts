import type { Random } from '../../faults/random.ts';
import { bootstrapped, type Intervals } from './bootstrap.ts';
import { BoundsTold, type Coverage } from './coverage.ts';
import { methods } from './methods.ts';
import { qualityOf, type Quality } from './quality.ts';
import { replay, type Outcome } from './replay.ts';
import { TraceError } from './readers/trace-error.ts';
import type { Trace } from './trace.ts';

/** How a method did on the judged half of a trace. */
export interface Verdict extends Quality {
  method: string;
  intervals: Intervals;
}

export interface Verdicts {
  hours: number;
  /** Predictions judged, of so many units, and the part of them that held. */
  predictions: number;
  units: number;
  held: number;
  verdicts: readonly Verdict[];
  coverage: Coverage;
}

/** What the base rate is called: the mean of what was known when the judged half began. */
export const baseRate = 'base rate';

/** Every method on a trace, each prediction made with the past alone. */
export function judge(
  where: string,
  trace: Trace,
  hours: number,
  bootstrap: { draws: number; random: Random },
  progress: (share: number) => void,
): Verdicts {
  const judged = new Judgement(hours);
  replay(trace, hours, (outcome) => judged.add(outcome), progress);
  const { units, survived } = judged.arrays();
  const held = survived.reduce((sum, outcome) => sum + outcome, 0);
  if (held === 0 || held === survived.length)
    throw new TraceError(where, undefined, noFigures(hours, held, survived.length));
  const verdicts = judged.columns().map(([method, probabilities]): Verdict => ({
    method,
    ...qualityOf({ probabilities, survived }),
    intervals: bootstrapped({ probabilities, survived }, units, bootstrap),
  }));
  const counts = { predictions: survived.length, units: new Set(units).size };
  const coverage = judged.coverage();
  return { hours, ...counts, held: held / survived.length, verdicts, coverage };
}

function noFigures(hours: number, held: number, count: number): string {
  if (count === 0) return `no unit is seen for ${hours} h in the half that is judged`;
  return `all ${count} predictions over ${hours} h ${held === 0 ? 'failed' : 'held'}: nothing to tell apart`;
}

/** Predictions of the judged half by method, and what is needed for the base rate of the other. */
class Judgement {
  readonly #units: number[] = [];
  readonly #survived: number[] = [];
  readonly #columns = Object.entries(methods).map(([name, tell]) => {
    const told: number[] = [];
    return { name, tell, told };
  });
  #learned = 0;
  #held = 0;

  readonly #hours: number;
  readonly #bounds: BoundsTold;

  constructor(hours: number) {
    this.#hours = hours;
    this.#bounds = new BoundsTold(hours);
  }

  add(outcome: Outcome): void {
    const survived = outcome.survived ? 1 : 0;
    if (!outcome.isTest) {
      this.#learned += 1;
      this.#held += survived;
      return;
    }
    this.#units.push(outcome.unit);
    this.#survived.push(survived);
    this.#bounds.add(outcome);
    for (const { tell, told } of this.#columns) told.push(tell(outcome, this.#hours));
  }

  arrays() {
    return { units: Uint32Array.from(this.#units), survived: Uint8Array.from(this.#survived) };
  }

  coverage(): Coverage {
    return this.#bounds.coverage();
  }

  columns(): [string, Float64Array][] {
    const base = (1 + this.#held) / (2 + this.#learned);
    const constant = new Float64Array(this.#survived.length).fill(base);
    return [
      ...this.#columns.map(({ name, told }): [string, Float64Array] => [
        name,
        Float64Array.from(told),
      ]),
      [baseRate, constant],
    ];
  }
}
