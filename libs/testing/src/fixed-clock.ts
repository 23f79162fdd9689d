/** A clock that stands still until the test moves it. */
export class FixedClock {
  #millis: number;

  /** @param start where it stands at first; the default is the local chain's genesis */
  constructor(start: Date = new Date('2026-01-01T00:00:00Z')) {
    this.#millis = start.getTime();
  }

  now(): Date {
    return new Date(this.#millis);
  }

  advanceSeconds(seconds: number): void {
    this.#millis += seconds * 1000;
  }

  set(instant: Date): void {
    this.#millis = instant.getTime();
  }
}
