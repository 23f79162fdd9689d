import type { EvidencePiece, EvidenceTree, Hash } from '@gpuflow/domain';
import { concat, encodeAbiParameters, keccak256, parseAbiParameters } from 'viem';

const leafValues = parseAbiParameters('bytes32, uint40, uint40, bool, bytes32');

/**
 * The tree over pieces of a meter's evidence, as `UsageRoots.verify` reads it: each leaf is the ABI encoding of
 * (rentalId, from, until, up, seen). At least one piece.
 */
export function evidenceTree(pieces: readonly EvidencePiece[]): EvidenceTree {
  return merkleTree(pieces.map(leafOf));
}

/** The leaf of a piece: twice hashed, so that no leaf can pass for a node. */
function leafOf({ rentalId, from, until, up, seen }: EvidencePiece): Hash {
  const values = [rentalId, Number(from), Number(until), up, seen] as const;
  return keccak256(keccak256(encodeAbiParameters(leafValues, values)));
}

/**
 * The `StandardMerkleTree` of OpenZeppelin's merkle-tree 1.0 over leaves: a complete binary tree in an array, the root first
 * and the leaves last, in falling order of their hashes; the two halves of a node are hashed in rising order.
 */
export function merkleTree(leaves: readonly Hash[]): EvidenceTree {
  const sorted = leaves.map((leaf, index) => ({ leaf, index })).sort(byLeaf);
  const nodes: Hash[] = Array<Hash>(leaves.length - 1);
  for (const { leaf } of sorted.toReversed()) nodes.push(leaf);
  for (let place = leaves.length - 2; place >= 0; place -= 1)
    nodes[place] = parentOf(nodeAt(nodes, 2 * place + 1), nodeAt(nodes, 2 * place + 2));
  const proofs = Array<readonly Hash[]>(leaves.length);
  for (const [rank, { index }] of sorted.entries())
    proofs[index] = proofOf(nodes, nodes.length - 1 - rank);
  return { root: nodeAt(nodes, 0), proofs };
}

function proofOf(nodes: readonly Hash[], leafPlace: number): Hash[] {
  const proof: Hash[] = [];
  for (let place = leafPlace; place > 0; place = Math.floor((place - 1) / 2))
    proof.push(nodeAt(nodes, place % 2 === 0 ? place - 1 : place + 1));
  return proof;
}

function parentOf(one: Hash, other: Hash): Hash {
  return keccak256(concat(one < other ? [one, other] : [other, one]));
}

function nodeAt(nodes: readonly Hash[], place: number): Hash {
  const node = nodes[place];
  if (node === undefined) throw new Error('A tree has at least one leaf.');
  return node;
}

function byLeaf(one: { leaf: Hash }, other: { leaf: Hash }): number {
  return one.leaf < other.leaf ? -1 : one.leaf > other.leaf ? 1 : 0;
}
