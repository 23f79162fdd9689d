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
/** Pages are as long as about so many logs. */
const pageLogs = 1_000;
/** So many pages wait to be stored while another one is on its way: memory holds them all. */
const pagesAhead = 2;

/** A page of final blocks, ready to be stored on `base`. */
export interface FinalPage {
  base: Tip | undefined;
  batch: Batch;
  last: Tip;
}

/** Final blocks from a block on, page by page, read ahead while others are stored. */
export class FinalPages {
  readonly #there: FinalPage[] = [];
  #coming: Promise<void> | undefined;
  /** Where the next page begins, and how many blocks it has; undefined after the last. */
  #next: { base: Tip | undefined; blocks: bigint } | undefined;

  /** Begins to read the final blocks after `tip`. */
  constructor(
    private readonly chain: Chain,
    private readonly heights: FinalityHeights,
    tip: Tip | undefined,
  ) {
    this.#next = { base: tip, blocks: pageBlocksMin };
    this.#readAhead();
  }

  /** The next page, as soon as it is there; undefined after the last. Throws what reading throws. */
  async next(): Promise<FinalPage | undefined> {
    if (this.#there.length === 0) await this.#coming;
    return this.nextIfThere();
  }

  /** The next page if it is there already. */
  nextIfThere(): FinalPage | undefined {
    const page = this.#there.shift();
    this.#readAhead();
    return page;
  }

  #readAhead(): void {
    if (this.#coming !== undefined || this.#next === undefined) return;
    if (this.#there.length >= pagesAhead) return;
    this.#coming = this.#read(this.#next.base, this.#next.blocks);
    // Whoever asks for the page hears of it.
    this.#coming.catch(() => undefined);
  }

  async #read(base: Tip | undefined, blocks: bigint): Promise<void> {
    const { chain, heights } = this;
    const from = base === undefined ? chain.contracts.deploymentBlock : base.number + 1n;
    const to = least(from + blocks - 1n, heights.finalizedNumber);
    const page = await readPage(chain, base, { from, to });
    this.#there.push(page);
    this.#next =
      to < heights.finalizedNumber
        ? { base: page.last, blocks: nextBlocks(to - from + 1n, page.batch) }
        : undefined;
    this.#coming = undefined;
    this.#readAhead();
  }
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
  const most = least(2n * blocks, pageBlocksMax);
  return wanted < 1n ? 1n : least(wanted, most);
}

function least(one: bigint, other: bigint): bigint {
  return one < other ? one : other;
}
