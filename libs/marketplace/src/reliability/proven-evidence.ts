import { evidence, usageRoots, type StoredPiece, type Tx } from '@gpuflow/db';
import type { Hash } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';

/** A piece of the meter's evidence with the way to what the meter has bound itself to. */
export interface ProvenPiece extends StoredPiece {
  /** The root of its hour, and the path to it. Undefined until the hour is over and its root is asked for. */
  hourRoot: Hash | undefined;
  proof: readonly Hash[] | undefined;
  /** The path to the root that its halt names. Undefined where it is not evidence of one. */
  haltProof: readonly Hash[] | undefined;
}

/** All pieces of these hours of the chain, by hour, rental and time, with their proofs. */
export async function provenPieces(
  tx: Tx,
  market: Market<ChainPolicy>,
  hours: readonly number[],
): Promise<ProvenPiece[]> {
  const { chainId } = market.policy;
  const pieces = await evidence.ofHours(tx, chainId, hours);
  const closed = await usageRoots.findMany(tx, chainId, hours);
  const rootOf = new Map(closed.map(({ hour, root }) => [hour, root]));
  const inHours = pathsIn(market, pieces, ({ hour }) => (rootOf.has(hour) ? hour : undefined));
  const inHalts = pathsIn(market, pieces, ({ haltRoot }) => haltRoot);
  return pieces.map((piece) => ({
    ...piece,
    hourRoot: rootOf.get(piece.hour),
    proof: inHours.get(piece),
    haltProof: inHalts.get(piece),
  }));
}

/** The paths from pieces to the roots of the trees that they are in; a piece whose tree has no name is in none. */
function pathsIn(
  { terms }: Market<ChainPolicy>,
  pieces: readonly StoredPiece[],
  treeOf: (piece: StoredPiece) => number | Hash | undefined,
): Map<StoredPiece, readonly Hash[] | undefined> {
  const paths = new Map<StoredPiece, readonly Hash[] | undefined>();
  for (const [name, together] of Map.groupBy(pieces, treeOf)) {
    if (name === undefined) continue;
    const { proofs } = terms.evidenceTree(together);
    for (const [index, piece] of together.entries()) paths.set(piece, proofs[index]);
  }
  return paths;
}
