import type { FinalityHeights } from '@gpuflow/domain';
import { milestone } from '@gpuflow/marketplace';
import { followedAddresses, type Chain } from '../chain.js';
import { fetchFinalBlocks } from './fetch-final-blocks.js';
import { readBatch, type Batch } from './read-batch.js';
import type { Tip } from './reconcile.js';
import { factsOf, storeBatch } from './store-batch.js';

/** From so many final blocks on that were not read yet, they are read by range. */
export const pageBlocksMin = 1_000n;

const pageBlocksMax = 2_000n;
/** The most logs that one transaction should take: it is what memory and the wait of others are bounded by. */
const pageLogs = 5_000;
/** After so many pages others have their turn. */
const pagesMax = 64;

/** What the node said of its chain before anything was read. */
export interface Finality {
  heights: FinalityHeights;
  observedAt: Date;
}

/**
 * Reads final blocks after `tip` page by page, each stored in one transaction with its part of the projection. While one
 * page is stored the next is fetched and decoded. Throws what reading and storing throw; pages before that stay.
 */
export async function backfill(
  chain: Chain,
  { heights, observedAt }: Finality,
  tip: Tip | undefined,
): Promise<void> {
  let base = tip;
  let coming = readPage(chain, base, heights, pageBlocksMin);
  for (let pages = 1; ; pages += 1) {
    const { batch, last, blocks } = await coming;
    milestone('blocks.read', factsOf({ ...batch, tip: base, base }, chain.contracts));
    const more = pages < pagesMax && last.number < heights.finalizedNumber;
    if (more) {
      coming = readPage(chain, last, heights, nextBlocks(blocks, batch.logs.length));
      // Awaited above, unless storing fails first.
      coming.catch(() => undefined);
    }
    await storeBatch(chain, { ...batch, tip: base, base, heights, observedAt });
    if (!more) return;
    base = last;
  }
}

interface Page {
  batch: Batch;
  last: Tip;
  blocks: bigint;
}

async function readPage(
  chain: Chain,
  base: Tip | undefined,
  { finalizedNumber }: FinalityHeights,
  blocks: bigint,
): Promise<Page> {
  const from = base === undefined ? chain.contracts.deploymentBlock : base.number + 1n;
  const end = from + blocks - 1n;
  const to = end < finalizedNumber ? end : finalizedNumber;
  const addresses = followedAddresses(chain.contracts);
  const fetched = await fetchFinalBlocks(chain.node, addresses, { from, to }, base);
  return { batch: await readBatch(chain, fetched), last: fetched.last, blocks };
}

/** As many blocks as hold the logs of one transaction, if they go on as densely; at most twice as many as before. */
function nextBlocks(blocks: bigint, logs: number): bigint {
  const wanted = (blocks * BigInt(pageLogs)) / BigInt(Math.max(logs, 1));
  const most = 2n * blocks < pageBlocksMax ? 2n * blocks : pageBlocksMax;
  if (wanted > most) return most;
  return wanted < 1n ? 1n : wanted;
}
