import type { FinalityHeights } from '@gpuflow/domain';
import type { Chain } from '../chain.js';
import { FinalPages } from './final-pages.js';
import type { Tip } from './reconcile.js';
import { storeBatch } from './store-batch.js';

/** A transaction takes further pages until it has so many logs, or has lasted so long. */
const logsEnough = 50_000;
const msEnough = 5_000;
/** After so many transactions others have their turn. */
const transactionsMax = 8;

/** What the node said of its chain before anything was read. */
export interface Finality {
  heights: FinalityHeights;
  observedAt: Date;
}

/**
 * Reads final blocks after `tip`, several pages in a transaction: while one is stored the next is fetched and decoded,
 * and every row that they fold into is written once, with the cursor. No transaction waits for the node. Throws what
 * reading and storing throw; what was stored before stays.
 */
export async function backfill(
  chain: Chain,
  finality: Finality,
  tip: Tip | undefined,
): Promise<void> {
  const pages = new FinalPages(chain, finality.heights, tip);
  for (let transactions = 0; transactions < transactionsMax; transactions += 1) {
    const first = await pages.next();
    if (first === undefined) return;
    const { base, batch } = first;
    let logs = batch.logs.length;
    const began = performance.now();
    await storeBatch(chain, { ...batch, ...finality, tip: base, base }, () => {
      if (logs >= logsEnough || performance.now() - began > msEnough) return undefined;
      const page = pages.nextIfThere();
      logs += page?.batch.logs.length ?? 0;
      return page?.batch;
    });
  }
}
