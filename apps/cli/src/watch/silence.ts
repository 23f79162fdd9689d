/** How long nothing was heard of a machine, by a clock that only goes forward. */
export class Silence {
  #since: number | undefined;

  /** It did not answer. Answers for how many milliseconds it has not. */
  hears(nowMs: number): number {
    this.#since ??= nowMs;
    return nowMs - this.#since;
  }

  /** It answered, or nobody could have heard it. */
  ends(): void {
    this.#since = undefined;
  }
}
