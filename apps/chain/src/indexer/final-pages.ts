import type { FinalityHeights } from '@gpuflow/domain';
import { milestone } from '@gpuflow/marketplace';
import { followedAddresses, type Chain } from '../chain.js';
import { fetchFinalBlocks } from './fetch-final-blocks.js';
import { readBatch, type Batch } from './read-batch.js';
import type { Tip } from './reconcile.js';
import { factsOf } from './store-batch.js';

/** From so many final blocks on that were not read yet, they are read by pages. The first page has as many. */
export const pageBlocksMin = 1_000n;

const pageBlocksMax = 2_000n;
/** Pages are as long as about so many logs: memory holds two of them. */
const pageLogs = 1_000;

/** A page of final blocks, ready to be stored on `base`. */
export interface FinalPage {
  base: Tip | undefined;
  batch: Batch;
  last: Tip;
}

/** Final blocks from a block on, page by page. One page is always on its way. */
export interface FinalPages {
  /** The next page, as soon as it is there; undefined after the last. */
  next(): Promise<FinalPage | undefined>;
  /** The next page if it is there already. */
  nextIfThere(): FinalPage | undefined;
}

/** Begins to read the final blocks after `tip`. `next` throws what reading throws. */
export function openFinalPages(
  chain: Chain,
  { finalizedNumber }: FinalityHeights,
  tip: Tip | undefined,
): FinalPages {
  let coming: Promise<FinalPage> | undefined;
  let there: FinalPage | undefined;
  const ask = (base: Tip | undefined, blocks: bigint) => {
    const from = base === undefined ? chain.contracts.deploymentBlock : base.number + 1n;
    const end = from + blocks - 1n;
    const to = end < finalizedNumber ? end : finalizedNumber;
    coming = readPage(chain, base, { from, to }).then((page) => (there = page));
    // Whoever asks for the page next hears of it.
    coming.catch(() => undefined);
  };
  const take = (page: FinalPage): FinalPage => {
    const blocks = page.last.number - (page.base?.number ?? chain.contracts.deploymentBlock - 1n);
    [coming, there] = [undefined, undefined];
    if (page.last.number < finalizedNumber) ask(page.last, nextBlocks(blocks, page.batch));
    return page;
  };
  ask(tip, pageBlocksMin);
  return {
    next: async () => (coming === undefined ? undefined : take(await coming)),
    nextIfThere: () => (there === undefined ? undefined : take(there)),
  };
}

async function readPage(
  chain: Chain,
  base: Tip | undefined,
  heights: { from: bigint; to: bigint },
): Promise<FinalPage> {
  const addresses = followedAddresses(chain.contracts);
  const fetched = await fetchFinalBlocks(chain.node, addresses, heights, base);
  const read = { tip: base, base, to: heights.to, logs: fetched.logs.length };
  milestone('blocks.read', factsOf(read, chain.contracts));
  return { base, batch: await readBatch(chain, fetched), last: fetched.last };
}

/** As many blocks as hold a page's logs, if they go on as densely; at most twice as many as before. */
function nextBlocks(blocks: bigint, { logs }: Batch): bigint {
  const wanted = (blocks * BigInt(pageLogs)) / BigInt(Math.max(logs.length, 1));
  const most = 2n * blocks < pageBlocksMax ? 2n * blocks : pageBlocksMax;
  if (wanted > most) return most;
  return wanted < 1n ? 1n : wanted;
}
