import { chainBlocks, chainCursors, type ChainCursor } from '@gpuflow/db';
import { Fault, type FinalityHeights } from '@gpuflow/domain';
import { followedAddresses, type Chain } from '../chain.js';
import { headOf, type BlockHeader, type NodeBlock } from '../node/block.js';
import { commonAncestor } from './common-ancestor.js';
import { fetchBlocks } from './fetch-blocks.js';
import { firstBlocks } from './first-blocks.js';
import { finalityHeights } from './heights.js';
import { readBatch } from './read-batch.js';
import { reconcile, type Known } from './reconcile.js';
import { storeBatch } from './store-batch.js';

/**
 * What a step did. APPENDED and REORGANISED: new blocks are stored, and there may be more. IDLE: nothing new at the
 * node. LAGGING: the node is behind what we have read.
 */
export type FollowOutcome = 'APPENDED' | 'REORGANISED' | 'IDLE' | 'LAGGING';

/** The most blocks that one step reads. */
const blocksMax = 200n;

/**
 * Reads the chain one step further: raw logs, headers, projection and cursor in one transaction. Throws `Fault` where
 * the node fails or contradicts itself, `ReorgBelowFinality` and `SequenceGap` where nothing read may be trusted.
 */
export async function followStep(chain: Chain): Promise<FollowOutcome> {
  const { market, node, confirmations } = chain;
  const head = await headOf(node);
  const observedAt = market.clock.now();
  const heights = await finalityHeights(node, head, confirmations);
  const cursor = await chainCursors.find(market.db, market.policy.chainId);
  const seen = { head, observedAt, heights };
  if (cursor === undefined)
    return head.number < chain.contracts.deploymentBlock
      ? 'LAGGING'
      : advance(chain, seen, undefined, undefined);
  const known = await knownChain(chain, cursor);
  const verdict = reconcile(known, head);
  switch (verdict.kind) {
    case 'DUPLICATE':
      return 'IDLE';
    case 'LAG':
      market.log.warn({ behind: verdict.behind.toString() }, 'node lags behind what was read');
      return 'LAGGING';
    case 'APPEND':
      return advance(chain, seen, known.tip, known.tip);
    case 'GAP':
    case 'REORG':
      return advance(chain, seen, known.tip, await commonAncestor(node, known, head.number));
  }
}

/** The node's head when we looked, and what it says of finality. */
interface Seen {
  head: NodeBlock;
  observedAt: Date;
  heights: FinalityHeights;
}

/** What the database has of the chain down to what was final. */
async function knownChain(chain: Chain, cursor: ChainCursor): Promise<Known> {
  const { db, policy } = chain.market;
  const { finalizedNumber, number } = cursor;
  const headers = await chainBlocks.headers(db, policy.chainId, finalizedNumber, number);
  const byNumber = new Map(headers.map((header) => [header.number, header]));
  const tip = byNumber.get(number);
  // Read in two statements: another process may have moved on in between.
  if (tip === undefined) throw new Fault('chain', new Error(`block ${number} is not stored`));
  return {
    tip,
    finalizedNumber,
    hashAt: (height) => byNumber.get(height)?.hash,
  };
}

/** Stores what follows on `base`. Where that lies below the tip, the blocks in between have vanished. */
async function advance(
  chain: Chain,
  { head, observedAt, heights }: Seen,
  tip: BlockHeader | undefined,
  base: BlockHeader | undefined,
): Promise<FollowOutcome> {
  const from = base === undefined ? chain.contracts.deploymentBlock : base.number + 1n;
  const limit = from + blocksMax - 1n;
  const to = head.number < limit ? head.number : limit;
  const { finalizedNumber } = heights;
  const range = { from, to, finalizedNumber };
  const fetched = await fetchBlocks(chain.node, followedAddresses(chain.contracts), range);
  const blocks = firstBlocks(fetched);
  if (base !== undefined && blocks[0]?.parentHash !== base.hash)
    throw new Fault('rpc', new Error(`block ${from} does not follow on ours`));
  await storeBatch(chain, { tip, base, heights, observedAt, ...(await readBatch(chain, blocks)) });
  return tip?.hash === base?.hash ? 'APPENDED' : 'REORGANISED';
}
