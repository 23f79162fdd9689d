import { Fault } from '@gpuflow/domain';
import type { NodeClient } from '../node/ask.js';
import { blockAt, type BlockHeader } from '../node/block.js';
import type { Known } from './reconcile.js';

/** Blocks that had been called final have vanished. Nothing that was read may be served before a person has looked. */
export class ReorgBelowFinality extends Error {
  override readonly name = 'ReorgBelowFinality';

  constructor(readonly finalizedNumber: bigint) {
    super(`the node has another block ${finalizedNumber}, which was final`);
  }
}

/** The newest block at or below `headNumber` that the node and we have in common. Throws {@link ReorgBelowFinality}. */
export async function commonAncestor(
  node: NodeClient,
  { tip, finalizedNumber, hashAt }: Known,
  headNumber: bigint,
): Promise<BlockHeader> {
  const start = headNumber < tip.number ? headNumber : tip.number;
  for (let height = start; height >= finalizedNumber; height -= 1n) {
    const theirs = await blockAt(node, height);
    if (theirs === undefined) throw new Fault('rpc', new Error(`no block ${height}`));
    if (theirs.hash === hashAt(height)) return theirs;
  }
  throw new ReorgBelowFinality(finalizedNumber);
}
