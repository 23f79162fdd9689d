import { concat, keccak256, type Hex } from 'viem';

/** Whether a leaf of OpenZeppelin's `StandardMerkleTree` is under a root: its evidence hashed twice, pairs sorted. */
export function isUnder(root: Hex, evidence: Hex, proof: readonly Hex[]): boolean {
  return proof.reduce(parentOf, leafOf(evidence)) === root;
}

/** The leaf of evidence: the ABI encoding of its values, hashed twice. */
export function leafOf(evidence: Hex): Hex {
  return keccak256(keccak256(evidence));
}

/** The node above two others, whichever is named first. */
export function parentOf(one: Hex, other: Hex): Hex {
  return keccak256(concat(BigInt(one) < BigInt(other) ? [one, other] : [other, one]));
}
