import { evidence, intentOutcomes, type Tx } from '@gpuflow/db';
import { usageRootKey, type Hash } from '@gpuflow/domain';
import { provenPieces, type Market, type ProvenPiece } from '@gpuflow/marketplace';

import { chainMoment } from '../settlement/chain-position.js';

export type EvidenceAnswer = Awaited<ReturnType<typeof evidenceOfHours>>[number];

/** Everything that the meter said in these hours of the chain, with proofs. */
export async function evidenceOfHours(tx: Tx, market: Market, hours: readonly number[]) {
  const pieces = await provenPieces(tx, market, hours);
  return answered(tx, market, pieces);
}

/** Everything that it said of a rental's machine. */
export async function evidenceOfRental(
  tx: Tx,
  market: Market,
  rentalId: Hash,
): Promise<EvidenceAnswer[]> {
  const known = await evidence.ofRental(tx, rentalId);
  const hours = [...new Set(known.map(({ hour }) => hour))];
  const pieces = await provenPieces(tx, market, hours);
  return answered(
    tx,
    market,
    pieces.filter((piece) => piece.rentalId === rentalId),
  );
}

async function answered(tx: Tx, { policy }: Market, pieces: readonly ProvenPiece[]) {
  const keyOf = ({ hour }: ProvenPiece) => usageRootKey(policy.chainId, hour);
  const published = await intentOutcomes.minedFor(tx, [...new Set(pieces.map(keyOf))]);
  return pieces.map((piece) => ({
    ...piece,
    from: chainMoment(piece.from),
    until: chainMoment(piece.until),
    root: piece.hourRoot,
    publishedBy: published.get(keyOf(piece)),
  }));
}
