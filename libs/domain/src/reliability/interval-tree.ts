import type { Interval } from './interval.js';

/** SHA-256, brought by whoever runs this: the domain knows no platform. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/**
 * The Merkle tree of a log of intervals (RFC 9162 §2.1), as little of it as the next leaf needs: the roots of its full
 * subtrees, the largest first. The log only grows, so that each state of it has one root for good.
 */
export interface IntervalTree {
  readonly size: number;
  readonly peaks: readonly Uint8Array[];
}

export const emptyTree: IntervalTree = { size: 0, peaks: [] };

const leafPrefix = 0x00;
const nodePrefix = 0x01;

/** The tree with one more leaf: two subtrees become one for each one-bit that the size ends in. */
export function withLeaf(tree: IntervalTree, interval: Interval, sha256: Sha256): IntervalTree {
  const leaf = sha256(leafBytes(leafText(interval)));
  let peaks = [...tree.peaks, leaf];
  for (let size = tree.size; size % 2 === 1; size = (size - 1) / 2)
    peaks = [...peaks.slice(0, -2), joined(peaks.slice(-2), sha256)];
  return { size: tree.size + 1, peaks };
}

/** The root over all leaves: of none, the hash of nothing. */
export function rootOf({ peaks }: IntervalTree, sha256: Sha256): Uint8Array {
  if (peaks.length === 0) return sha256(new Uint8Array());
  return peaks.reduceRight((right, left) => joined([left, right], sha256));
}

/** An interval as its leaf has it: `2027-01-01T00:00:00.000Z/2027-01-01T06:00:00.000Z UP BEATING`. */
export function leafText({ from, until, state, cause }: Interval): string {
  return `${from.toISOString()}/${until.toISOString()} ${state} ${cause}`;
}

function joined(children: readonly Uint8Array[], sha256: Sha256): Uint8Array {
  const bytes = new Uint8Array(1 + children.reduce((sum, { length }) => sum + length, 0));
  bytes[0] = nodePrefix;
  let end = 1;
  for (const child of children) {
    bytes.set(child, end);
    end += child.length;
  }
  return sha256(bytes);
}

/** The text is ASCII. */
function leafBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(1 + text.length);
  bytes[0] = leafPrefix;
  for (let place = 0; place < text.length; place += 1) bytes[place + 1] = text.charCodeAt(place);
  return bytes;
}
