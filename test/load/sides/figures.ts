/** What one benchmark finds: a JSON line for each figure, and which goals it missed. */
export class Figures {
  readonly #bench: string;
  readonly #missed: string[] = [];

  constructor(bench: string) {
    this.#bench = bench;
  }

  print(figure: string, facts: object): void {
    const line = { figure: `${this.#bench}.${figure}`, ...facts };
    process.stdout.write(`${JSON.stringify(line, rounded)}\n`);
  }

  /** A figure with its goal: at least so much, or at most. */
  judge(figure: string, value: number, goal: number, met: boolean, facts = {}): void {
    if (!met) this.#missed.push(figure);
    this.print(figure, { value, goal, met, ...facts });
  }

  /** The line of the goals, and the exit status: 1 where one is missed. */
  end(): void {
    const met = this.#missed.length === 0;
    this.print('goals', { met, missed: this.#missed });
    process.exitCode = met ? 0 : 1;
  }
}

function rounded(_key: string, value: unknown): unknown {
  return typeof value === 'number' ? Math.round(value * 1_000) / 1_000 : value;
}

/** Says on stderr what the benchmark is at. */
export function progress(step: string): void {
  const seconds = Math.round(performance.now() / 1_000);
  process.stderr.write(`${seconds} s: ${step}\n`);
}

/** The value of a `--name value` of the command line. */
export function option(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at === -1 ? undefined : process.argv[at + 1];
}
