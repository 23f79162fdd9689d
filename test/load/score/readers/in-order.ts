import type { Piece } from '../trace.ts';

/** A piece as a file has it, with the line that it is in. */
export type ReadPiece = Piece & { line: number };

/** Shorter outages are told as this long: a machine that is down for no time has failed all the same. */
const outageMsMin = 1000;

/**
 * A unit's pieces in the order of time, with equal neighbours joined. Where two overlap, what starts first goes on until
 * the other starts; of two that start together, the outage counts.
 */
export function inOrder(pieces: readonly ReadPiece[]): Piece[] {
  const sorted = pieces
    .map((piece) => withLength(piece))
    .filter(({ from, until }) => until > from)
    .toSorted((one, other) => one.from - other.from || rankOf(one) - rankOf(other));
  const joined: Piece[] = [];
  for (const { state, from, until } of sorted) {
    const last = joined.at(-1);
    if (last === undefined || last.until <= from) pushJoined(joined, { state, from, until });
    else if (last.from === from || last.state === 'DOWN') {
      if (until > last.until) pushJoined(joined, { state, from: last.until, until });
    } else {
      last.until = from;
      pushJoined(joined, { state, from, until });
    }
  }
  return joined;
}

function withLength(piece: ReadPiece): Piece {
  const shortest = piece.state === 'DOWN' ? piece.from + outageMsMin : piece.from;
  return { ...piece, until: Math.max(piece.until, shortest) };
}

function rankOf({ state }: Piece): number {
  return state === 'DOWN' ? 0 : 1;
}

function pushJoined(pieces: Piece[], piece: Piece): void {
  const last = pieces.at(-1);
  if (last?.state === piece.state && last.until === piece.from) last.until = piece.until;
  else pieces.push(piece);
}
