import { encodeAbiParameters, parseAbiParameters, type Hex } from 'viem';
import { z } from 'zod';

import { hash } from '../node/quantity.js';

const second = z.number().int().nonnegative();
const proof = z.array(hash).max(64);

/**
 * A piece of what a meter saw: that in the seconds from `from` to before `until` the machine of a rental was up, or was
 * not. `seen` is the digest of what it has seen (beats, probes). It is a leaf of the meter's tree of that hour, and of the tree
 * that a halt names as its evidence.
 */
const piece = z.object({
  rentalId: hash,
  from: second,
  until: second,
  up: z.boolean(),
  seen: hash,
  /** Hours since 1970 of the meter's published root, and the path to it. */
  hour: z.number().int().nonnegative(),
  proof,
  /** The path to the evidence root of a halt, where it is evidence of one. */
  haltProof: proof.optional(),
});

/** What a meter hands out so that others can check its word. */
export const evidenceForm = z.object({ pieces: z.array(piece).max(1_000_000) });

export type EvidencePiece = z.output<typeof piece>;
export type Evidence = z.output<typeof evidenceForm>;

const values = parseAbiParameters('bytes32, uint40, uint40, bool, bytes32');

/** A piece as a leaf holds it: the ABI encoding of (rentalId, from, until, up, seen). */
export function encodePiece(
  of: Pick<EvidencePiece, 'rentalId' | 'from' | 'until' | 'up' | 'seen'>,
): Hex {
  return encodeAbiParameters(values, [of.rentalId, of.from, of.until, of.up, of.seen]);
}
