import type { Evidence } from '@gpuflow/audit';
import { evidence } from '@gpuflow/db';
import { provenPieces, type Market, type ProvenPiece } from '@gpuflow/marketplace';

/** So many hours are in memory at once. */
const hoursMax = 168;

/** All that the meter has said and bound itself to, as it hands it out to audits. */
export async function evidenceInDatabase(market: Market): Promise<Evidence> {
  const { db, policy } = market;
  const pieces: Evidence['pieces'] = [];
  let from = 0;
  let hours: number[];
  do {
    hours = await evidence.hoursFrom(db, policy.chainId, from, hoursMax);
    pieces.push(...(await provenPieces(db, market, hours)).flatMap(handedOut));
    from = (hours.at(-1) ?? from) + 1;
  } while (hours.length === hoursMax);
  return { pieces };
}

/** Nothing where its hour has no root yet. */
function handedOut({ rentalId, up, seen, hour, ...piece }: ProvenPiece): Evidence['pieces'] {
  const { from, until, proof, haltProof } = piece;
  if (proof === undefined) return [];
  const seconds = { from: Number(from), until: Number(until) };
  const paths = { proof: [...proof], ...(haltProof && { haltProof: [...haltProof] }) };
  return [{ rentalId, ...seconds, up, seen, hour, ...paths }];
}
