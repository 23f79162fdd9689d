import type { EvidencePiece, Hash } from '@gpuflow/domain';
import fc from 'fast-check';
import {
  concat,
  encodeAbiParameters,
  keccak256,
  padHex,
  parseAbiParameters,
  toHex,
  type Hex,
} from 'viem';
import { evidenceTree, merkleTree } from './evidence-tree.js';

/** A root out of the README of OpenZeppelin's merkle-tree, over (address, uint256). */
const published = '0xd4dee0beab2d53f2cc83e567171bd2820e49898130a22622b10ead383e90bd77';

function twiceHashed(evidence: Hex): Hash {
  return keccak256(keccak256(evidence));
}

/** A path as `UsageRoots.verify` walks it. */
function rootBy(leaf: Hash, proof: readonly Hash[]): Hash {
  return proof.reduce(
    (node, other) =>
      keccak256(concat(BigInt(node) < BigInt(other) ? [node, other] : [other, node])),
    leaf,
  );
}

describe('a tree of evidence', () => {
  it('is the tree that OpenZeppelin publishes', () => {
    const values = parseAbiParameters('address, uint256');
    const leaves = [
      [`0x${'1'.repeat(40)}`, 5_000_000_000_000_000_000n] as const,
      [`0x${'2'.repeat(40)}`, 2_500_000_000_000_000_000n] as const,
    ].map((leaf) => twiceHashed(encodeAbiParameters(values, leaf)));
    expect(merkleTree(leaves).root).toBe(published);
  });

  it('leads from every leaf to its root', () => {
    const leaf = fc.bigInt(0n, 2n ** 256n - 1n).map((value) => toHex(value, { size: 32 }));
    fc.assert(
      fc.property(fc.array(leaf, { minLength: 1, maxLength: 40 }), (leaves) => {
        const { root, proofs } = merkleTree(leaves);
        expect(leaves.map((one, index) => rootBy(one, proofs[index] ?? []))).toEqual(
          leaves.map(() => root),
        );
      }),
    );
  });

  it('has the same root whatever the order of its leaves', () => {
    const leaves = [1n, 2n, 3n, 4n, 5n].map((value) => twiceHashed(toHex(value, { size: 32 })));
    expect(merkleTree(leaves.toReversed()).root).toBe(merkleTree(leaves).root);
  });

  it('commits to every field of a piece', () => {
    const rentalId = padHex('0x1', { size: 32 });
    const piece: EvidencePiece = { rentalId, from: 10n, until: 20n, up: false, seen: rentalId };
    const seen = padHex('0x2', { size: 32 });
    const others = [
      { ...piece, rentalId: seen },
      { ...piece, from: 11n },
      { ...piece, until: 21n },
      { ...piece, up: true },
      { ...piece, seen },
    ];
    const roots = [piece, ...others].map((one) => evidenceTree([one]).root);
    expect(new Set(roots).size).toBe(roots.length);
    const values = parseAbiParameters('bytes32, uint40, uint40, bool, bytes32');
    const evidence = encodeAbiParameters(values, [rentalId, 10, 20, false, rentalId]);
    expect(evidenceTree([piece])).toEqual({ root: twiceHashed(evidence), proofs: [[]] });
  });
});
