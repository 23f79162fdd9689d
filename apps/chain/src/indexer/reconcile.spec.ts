import type { Hash } from '@gpuflow/domain';
import type { BlockHeader } from '../node/block.js';
import { reconcile, type Known, type Reconciliation } from './reconcile.js';

/** Blocks of our chain are a-blocks, of another b-blocks; the digits are the height. */
function block(branch: 'a' | 'b', number: bigint, parent: 'a' | 'b' = branch): BlockHeader {
  return {
    number,
    hash: hashOf(branch, number),
    parentHash: hashOf(parent, number - 1n),
    timestamp: 1_000n + number,
  };
}

function hashOf(branch: 'a' | 'b', number: bigint): Hash {
  return `0x${branch.repeat(60)}${number.toString().padStart(4, '0')}`;
}

/** We have a-blocks up to 20; 12 was final, so that we keep hashes from there. */
const known: Known = {
  tip: block('a', 20n),
  finalizedNumber: 12n,
  hashAt: (number) => (number >= 12n && number <= 20n ? hashOf('a', number) : undefined),
};

const cases: [string, BlockHeader, Reconciliation][] = [
  ['the next block', block('a', 21n), { kind: 'APPEND' }],
  ['the next height on another branch', block('b', 21n), { kind: 'REORG' }],
  ['the block we have', block('a', 20n), { kind: 'DUPLICATE' }],
  ['a block further on', block('a', 23n), { kind: 'GAP' }],
  ['a block further on, of a branch that cannot be told yet', block('b', 23n), { kind: 'GAP' }],
  ['another block at our height', block('b', 20n, 'a'), { kind: 'REORG' }],
  ['an older block of ours', block('a', 15n), { kind: 'LAG', behind: 5n }],
  ['the final block', block('a', 12n), { kind: 'LAG', behind: 8n }],
  ['a block below what we keep', block('b', 11n), { kind: 'LAG', behind: 9n }],
  ['another block at an older height', block('b', 15n), { kind: 'REORG' }],
];

describe('reconcile', () => {
  it.each(cases)('judges %s', (_, head, verdict) => {
    expect(reconcile(known, head)).toEqual(verdict);
  });
});
