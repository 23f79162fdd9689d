import type { Hash } from '../ids.js';

/**
 * What a meter says of a rental's machine: that it was up in the chain seconds from `from` to before `until`, or was not.
 * It is a leaf of the tree that a halt names as its evidence, and of the tree whose root the meter publishes for the hour.
 */
export interface EvidencePiece {
  rentalId: Hash;
  from: bigint;
  until: bigint;
  up: boolean;
  /** The digest of what the meter saw: beats, their absence, probes. */
  seen: Hash;
}

/** A Merkle tree over pieces, and the path to its root from each of them, in their order. */
export interface EvidenceTree {
  root: Hash;
  proofs: readonly (readonly Hash[])[];
}

/** The chain's hour, counted from 1970, in which a second lies: meters publish one root for each. */
export function usageHourOf(chainSecond: bigint): number {
  return Number(chainSecond / 3600n);
}
