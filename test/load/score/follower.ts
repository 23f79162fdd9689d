import { afterInterval, enrolled, type ScoreState } from '@gpuflow/domain';

import { startOf, type Piece, type Unit } from './trace.ts';

/** Follows a unit by the clock, and tells what comes of a prediction when it is asked for. */
export class Follower {
  now: ScoreState;
  #closed: ScoreState;
  #place = 0;
  #nextFailure = 0;
  readonly #failures: readonly number[];
  readonly #blindFrom: readonly number[];

  readonly unit: Unit;

  constructor(unit: Unit) {
    this.unit = unit;
    this.#closed = enrolled(new Date(startOf(unit)));
    this.now = this.#closed;
    this.#failures = failuresOf(unit.pieces);
    this.#blindFrom = blindFrom(unit.pieces);
  }

  advance(now: number): void {
    let piece = this.#piece();
    for (; piece !== undefined && piece.until <= now; piece = this.#piece()) {
      this.#closed = afterInterval(this.#closed, intervalOf(piece, piece.until));
      this.#place += 1;
    }
    this.now =
      piece !== undefined && piece.from < now
        ? afterInterval(this.#closed, intervalOf(piece, now))
        : this.#closed;
    while ((this.#failures[this.#nextFailure] ?? Infinity) <= now) this.#nextFailure += 1;
  }

  /** Whether the unit is up, so that it can be given up. */
  isUp(now: number): boolean {
    const piece = this.#piece();
    return piece?.state === 'UP' && piece.from <= now;
  }

  /**
   * Whether no failure comes before `until`. Undefined where it was not seen all the time until then, even if it failed before: to
   * count such failures and not the machines that held would be to count failures alone.
   */
  survives(until: number): boolean | undefined {
    if ((this.#blindFrom[this.#place] ?? -Infinity) < until) return undefined;
    return (this.#failures[this.#nextFailure] ?? Infinity) > until;
  }

  #piece(): Piece | undefined {
    return this.unit.pieces[this.#place];
  }
}

function intervalOf({ state, from }: Piece, until: number) {
  return { state, from: new Date(from), until: new Date(until) };
}

/** When it went down, having been up: as the score counts failures. */
function failuresOf(pieces: readonly Piece[]): number[] {
  const failures: number[] = [];
  let out = true;
  for (const { state, from } of pieces) {
    if (state === 'DOWN' && !out) failures.push(from);
    if (state === 'UP' || state === 'DOWN') out = state === 'DOWN';
  }
  return failures;
}

/** For each piece, from when on, after its start, nobody saw the unit: a gap, UNKNOWN, or the end. */
function blindFrom(pieces: readonly Piece[]): number[] {
  const moments: number[] = Array.from(pieces, () => 0);
  let blind = pieces.at(-1)?.until ?? 0;
  for (let place = pieces.length - 1; place >= 0; place -= 1) {
    const [piece, next] = [pieces[place], pieces[place + 1]];
    if (piece === undefined) continue;
    if (next !== undefined && next.from > piece.until) blind = piece.until;
    if (piece.state === 'UNKNOWN') blind = piece.from;
    moments[place] = blind;
  }
  return moments;
}
