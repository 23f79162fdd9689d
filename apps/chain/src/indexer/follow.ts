import { chainBlocks, chainCursors, type ChainCursor } from '@gpuflow/db';
import { Fault, type FinalityHeights } from '@gpuflow/domain';
import { milestone } from '@gpuflow/marketplace';
import { followedAddresses, type Chain } from '../chain.js';
import { headOf, type NodeBlock } from '../node/block.js';
import { backfill } from './backfill.js';
import { commonAncestor } from './common-ancestor.js';
import { fetchBlocks, keptOf } from './fetch-blocks.js';
import { firstBlocks } from './first-blocks.js';
import { pageBlocksMin } from './final-pages.js';
import { finalityHeights } from './heights.js';
import { readBatch } from './read-batch.js';
import { reconcile, type Known, type Tip } from './reconcile.js';
import { factsOf, storeBatch } from './store-batch.js';

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
  const known = await knownChain(chain, cursor, head.number);
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
      return advance(chain, seen, known.tip, await commonAncestor(chain, known, head.number));
  }
}

/** The node's head when we looked, and what it says of finality. */
interface Seen {
  head: NodeBlock;
  observedAt: Date;
  heights: FinalityHeights;
}

/** What the database has of the chain, as far as a head of this height is judged by it. */
async function knownChain(
  { market }: Chain,
  { number, hash, finalizedNumber }: ChainCursor,
  headNumber: bigint,
): Promise<Known> {
  const { db, policy } = market;
  const ours =
    headNumber < number
      ? (await chainBlocks.headers(db, policy.chainId, headNumber, headNumber)).at(0)?.hash
      : hash;
  return { tip: { number, hash }, finalizedNumber, hashAt: () => ours };
}

/** Stores what follows on `base`. Where that lies below the tip, the blocks in between have vanished. */
async function advance(
  chain: Chain,
  { head, observedAt, heights }: Seen,
  tip: Tip | undefined,
  base: Tip | undefined,
): Promise<FollowOutcome> {
  const { contracts, node } = chain;
  const from = base === undefined ? contracts.deploymentBlock : base.number + 1n;
  const { finalizedNumber } = heights;
  const appended = tip?.hash === base?.hash;
  if (appended && finalizedNumber - from + 1n >= pageBlocksMin) {
    await backfill(chain, { heights, observedAt }, tip);
    return 'APPENDED';
  }
  const limit = from + blocksMax - 1n;
  const range = { from, to: head.number < limit ? head.number : limit, finalizedNumber };
  const blocks = firstBlocks(await fetchBlocks(node, followedAddresses(contracts), range));
  if (base !== undefined && blocks[0]?.parentHash !== base.hash)
    throw new Fault('rpc', new Error(`block ${from} does not follow on ours`));
  const batch = await readBatch(chain, keptOf(blocks));
  const next = { tip, base, heights, observedAt, ...batch };
  const read = { tip, base, to: blocks.at(-1)?.number ?? from, logs: batch.logs.length };
  milestone('blocks.read', factsOf(read, contracts));
  await storeBatch(chain, next);
  return appended ? 'APPENDED' : 'REORGANISED';
}
