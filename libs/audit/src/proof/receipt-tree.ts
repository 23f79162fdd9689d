import { createMerkleProof, createMPT, verifyMerkleProof } from '@ethereumjs/mpt';
import { bytesToHex, hexToBytes, toRlp, type Hex } from 'viem';

import { rlpNumber } from './header.js';

/** A block's tree of receipts, by the index of their transactions (Yellow Paper 4.3.1). */
export async function receiptTree(receipts: readonly Hex[]) {
  const tree = await createMPT();
  for (const [index, receipt] of receipts.entries())
    await tree.put(keyOf(index), hexToBytes(receipt));
  return {
    root: bytesToHex(tree.root()),
    /** The nodes from the root to a receipt. */
    async proofOf(index: number): Promise<Hex[]> {
      const nodes = await createMerkleProof(tree, keyOf(index));
      return nodes.map((node) => bytesToHex(node));
    },
  };
}

/** The receipt that a path leads to from a root; undefined where the path does not hold. */
export async function receiptUnder(
  root: Hex,
  index: number,
  proof: readonly Hex[],
): Promise<Hex | undefined> {
  const nodes = proof.map((node) => hexToBytes(node));
  const found = await verifyMerkleProof(keyOf(index), nodes, { root: hexToBytes(root) }).catch(
    () => null,
  );
  return found === null ? undefined : bytesToHex(found);
}

function keyOf(index: number): Uint8Array {
  return toRlp(rlpNumber(BigInt(index)), 'bytes');
}
