import { hourMs } from '@gpuflow/domain';

import type { Outcome } from './replay.ts';

/** A stretch of a unit: so many horizons in a row. */
const stretchHorizons = 10;
const bins = 10;

/** How often machines held beside what their lower bounds said: nine in ten should hold more often, by the bound's own words. */
export interface Coverage {
  /** Mean of the bounds of all predictions. */
  mean: number;
  /** The part of units that held at least as often as their bounds say in the mean. */
  units: number;
  /** The same of each unit's stretches of ten horizons in a row. */
  stretches: number;
  /** Of ten bins of as many predictions, by their bounds, how many held at least as often. */
  bins: number;
}

type Told = Pick<Outcome, 'unit' | 'bound' | 'survived'> & {
  state: Pick<Outcome['state'], 'until'>;
};

interface Sums {
  bound: number;
  held: number;
}

/** Lower bounds that were served, with what came of them. */
export class BoundsTold {
  readonly #stretchMs: number;
  readonly #byUnit = new Map<number, Sums>();
  readonly #byStretch = new Map<string, Sums>();
  readonly #told: { bound: number; held: number }[] = [];

  constructor(hours: number) {
    this.#stretchMs = stretchHorizons * hours * hourMs;
  }

  add({ unit, state, bound, survived }: Told): void {
    const held = survived ? 1 : 0;
    this.#told.push({ bound, held });
    addTo(this.#byUnit, unit, bound, held);
    const stretch = Math.floor(state.until / this.#stretchMs);
    addTo(this.#byStretch, `${unit} ${stretch}`, bound, held);
  }

  coverage(): Coverage {
    const told = this.#told.toSorted((one, other) => one.bound - other.bound);
    const tenths = new Map<number, Sums>();
    for (const [place, { bound, held }] of told.entries())
      addTo(tenths, Math.floor((place * bins) / told.length), bound, held);
    return {
      mean: told.reduce((sum, { bound }) => sum + bound, 0) / told.length,
      units: shareCovered(this.#byUnit.values()),
      stretches: shareCovered(this.#byStretch.values()),
      bins: Math.round(shareCovered(tenths.values()) * tenths.size),
    };
  }
}

function addTo<Key>(all: Map<Key, Sums>, key: Key, bound: number, held: number): void {
  const sums = all.get(key) ?? { bound: 0, held: 0 };
  all.set(key, { bound: sums.bound + bound, held: sums.held + held });
}

function shareCovered(groups: Iterable<Sums>): number {
  const all = [...groups];
  return all.filter(({ bound, held }) => held >= bound).length / all.length;
}
