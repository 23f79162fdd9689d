const wallSeconds = () => Math.floor(Date.now() / 1000);

/** What time it is on a chain, in Unix seconds. */
export class ChainClock {
  readonly #ticks: () => number;
  #offset = 0;

  private constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** Goes with the wall clock, at first without a difference. */
  static running(): ChainClock {
    return new ChainClock(wallSeconds);
  }

  /** Stands still until it is set; a chain then makes its blocks one second apart. */
  static standing(): ChainClock {
    return new ChainClock(() => 0);
  }

  now(): number {
    return this.#ticks() + this.#offset;
  }

  set(seconds: number): void {
    this.#offset = seconds - this.#ticks();
  }
}
