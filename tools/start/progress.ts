import { styleText } from 'node:util';

/** Tells a person what happens, a line per step with how long it took. */
export class Progress {
  readonly #began = performance.now();

  /** Milliseconds since the start. */
  elapsedMs(): number {
    return Math.round(performance.now() - this.#began);
  }

  /** Runs a step and prints its line when it is done. */
  async step<Result>(title: string, run: () => Promise<Result>): Promise<Result> {
    const began = performance.now();
    const result = await run();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    this.say(`${styleText('green', '✓')} ${title.padEnd(52)} ${seconds.padStart(5)} s`);
    return result;
  }

  say(line: string): void {
    process.stdout.write(`${line}\n`);
  }
}
