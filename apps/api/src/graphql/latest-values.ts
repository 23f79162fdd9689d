/** Tells `wake` of every change from now on. Answers how to stop. */
export type Watch = (wake: () => void) => () => void;

/**
 * What `read` answers: at once, and again after every change. Nothing is queued: changes that come faster than they are
 * taken become one reading of the latest state. Ending it, also in the middle of a wait, stops the watch at once,
 * which an async generator would do only after the next change.
 */
export class LatestValues<Value> implements AsyncIterableIterator<Value> {
  #stale = true;
  #ended = false;
  #resume: () => void = () => undefined;
  readonly #unwatch: () => void;

  constructor(
    watch: Watch,
    private readonly read: () => Promise<Value>,
    private readonly onEnd: () => void,
  ) {
    this.#unwatch = watch(() => this.#wake());
  }

  async next(): Promise<IteratorResult<Value>> {
    while (!this.#stale && !this.#ended) await this.#nextChange();
    if (this.#ended) return { done: true, value: undefined };
    this.#stale = false;
    return { done: false, value: await this.#readOrEnd() };
  }

  return(): Promise<IteratorResult<Value>> {
    this.end();
    return Promise.resolve({ done: true, value: undefined });
  }

  end(): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#unwatch();
    this.onEnd();
    this.#resume();
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  #wake(): void {
    this.#stale = true;
    this.#resume();
  }

  #nextChange(): Promise<void> {
    return new Promise((resolve) => (this.#resume = resolve));
  }

  async #readOrEnd(): Promise<Value> {
    try {
      return await this.read();
    } catch (error) {
      this.end();
      throw error;
    }
  }
}
