import {
  afterCohortHours,
  cohortRates,
  hourMs,
  newCohort,
  type CohortRates,
  type CohortState,
} from '@gpuflow/domain';

import type { Follower } from './follower.ts';

interface Done {
  upHours: number;
  failures: number;
}

/** The units of a trace together, and by kind. */
export class Fleet {
  readonly #cohorts = new Map<string, CohortState>();
  readonly #fresh: CohortState;
  #all: CohortState;

  readonly #followers: readonly Follower[];

  constructor(followers: readonly Follower[], start: number) {
    this.#followers = followers;
    this.#fresh = newCohort(new Date(start));
    this.#all = this.#fresh;
  }

  advance(now: number): void {
    const all: Done = { upHours: 0, failures: 0 };
    const byCohort = new Map<string, Done>();
    for (const follower of this.#followers) {
      const before = follower.now;
      follower.advance(now);
      const ours = byCohort.get(follower.unit.cohort) ?? { upHours: 0, failures: 0 };
      byCohort.set(follower.unit.cohort, ours);
      for (const done of [all, ours]) {
        done.upHours += (follower.now.upMs - before.upMs) / hourMs;
        done.failures += follower.now.failures - before.failures;
      }
    }
    const until = new Date(now);
    this.#all = afterCohortHours(this.#all, { until, ...all });
    for (const [name, done] of byCohort)
      this.#cohorts.set(name, afterCohortHours(this.#cohort(name), { until, ...done }));
  }

  ratesOf({ unit }: Follower): CohortRates {
    return cohortRates(this.#cohort(unit.cohort), this.#all);
  }

  #cohort(name: string): CohortState {
    return this.#cohorts.get(name) ?? this.#fresh;
  }
}
