import { chainBlocks } from '@gpuflow/db';
import { Fault } from '@gpuflow/domain';
import type { Chain } from '../chain.js';
import { blockAt, type BlockHeader } from '../node/block.js';
import type { Known } from './reconcile.js';

/** Blocks that had been called final have vanished. Nothing that was read may be served before a person has looked. */
export class ReorgBelowFinality extends Error {
  override readonly name = 'ReorgBelowFinality';

  constructor(readonly finalizedNumber: bigint) {
    super(`the node has another block ${finalizedNumber}, which was final`);
  }
}

/** So many heights are compared at a time, in one request and one statement. */
const heightsAtOnce = 16n;

/** The newest block at or below `headNumber` that the node and we have in common. Throws {@link ReorgBelowFinality}. */
export async function commonAncestor(
  chain: Chain,
  { tip, finalizedNumber }: Pick<Known, 'tip' | 'finalizedNumber'>,
  headNumber: bigint,
): Promise<BlockHeader> {
  let to = headNumber < tip.number ? headNumber : tip.number;
  while (to >= finalizedNumber) {
    const lowest = to - heightsAtOnce + 1n;
    const from = lowest < finalizedNumber ? finalizedNumber : lowest;
    const common = await newestCommon(chain, from, to);
    if (common !== undefined) return common;
    to = from - 1n;
  }
  throw new ReorgBelowFinality(finalizedNumber);
}

async function newestCommon(
  { market, node }: Chain,
  from: bigint,
  to: bigint,
): Promise<BlockHeader | undefined> {
  const heights = Array.from({ length: Number(to - from) + 1 }, (_, i) => from + BigInt(i));
  const [stored, theirs] = await Promise.all([
    chainBlocks.headers(market.db, market.policy.chainId, from, to),
    Promise.all(heights.map((height) => blockAt(node, height))),
  ]);
  const missing = heights.find((_, i) => theirs[i] === undefined);
  if (missing !== undefined) throw new Fault('rpc', new Error(`no block ${missing}`));
  const ours = new Set(stored.map(({ hash }) => hash));
  return theirs.findLast((block) => block !== undefined && ours.has(block.hash));
}
