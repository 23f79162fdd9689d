import {
  chainBlocks,
  chainCursors,
  chainLogs,
  lockKey,
  type ChainCursor,
  type Tx,
} from '@gpuflow/db';
import { Fault, type FinalityHeights } from '@gpuflow/domain';
import { milestone, type BlockFacts } from '@gpuflow/marketplace';
import type { Chain } from '../chain.js';
import { openProjection } from './project.js';
import type { Batch } from './read-batch.js';
import { reconsiderIntents } from './reconsider-intents.js';
import type { Tip } from './reconcile.js';

/** Blocks that follow on `base`. What stands between it and `tip` has vanished. */
export interface NextBlocks extends Batch {
  /** The block up to which the batch was judged to follow; undefined at the beginning. */
  tip: Tip | undefined;
  base: Tip | undefined;
  heights: FinalityHeights;
  /** Our clock when the node showed its head. */
  observedAt: Date;
}

/**
 * Writes blocks, logs, projection and cursor in one transaction, and with them every further batch that `andThen` has by
 * the time the one before it is written. Answers what was written. A `Fault` where somebody else has moved the cursor
 * meanwhile.
 */
export async function storeBatch(
  { market, contracts }: Chain,
  next: NextBlocks,
  andThen?: () => Batch | undefined,
): Promise<BlockFacts> {
  const { db, policy } = market;
  const { chainId } = policy;
  let runs = 0;
  const facts = await db.transaction(async (tx) => {
    runs += 1;
    // What came after the first batch is gone with the first run.
    if (runs > 1 && andThen !== undefined) throw new Fault('database', new Error('outrun'));
    await lockKey(tx, followLock(chainId));
    const cursor = await chainCursors.find(tx, chainId);
    if (cursor?.hash !== next.tip?.hash)
      throw new Fault('chain', new Error('another process follows this chain'));
    const dropped = await forget(tx, chainId, next);
    const { last, logs } = await storeLogs(tx, chainId, { ...next, dropped }, andThen);
    await chainBlocks.insert(tx, chainId, last.headers);
    const after = cursorAfter(cursor, chainId, contracts, { ...next, headers: last.headers });
    await chainBlocks.deleteBelow(tx, chainId, after.finalizedNumber);
    await chainCursors.save(tx, after);
    const written = factsOf({ ...next, to: after.number, logs }, contracts);
    milestone('blocks.writing', written);
    return written;
  });
  milestone('blocks.stored', facts);
  return facts;
}

/** Writes logs batch by batch, and at the end every row that they fold into. Answers the last batch. */
async function storeLogs(
  tx: Tx,
  chainId: number,
  first: Batch & { dropped: string[] },
  andThen: () => Batch | undefined = () => undefined,
): Promise<{ last: Batch; logs: number }> {
  const projection = openProjection(tx, chainId);
  let { dropped } = first;
  let last: Batch = first;
  let logs = 0;
  for (let batch: Batch | undefined = first; batch !== undefined; batch = andThen()) {
    await chainLogs.insert(tx, chainId, batch.logs);
    await projection.fold({ ...batch, dropped });
    dropped = [];
    last = batch;
    logs += batch.logs.length;
  }
  await projection.write();
  return { last, logs };
}

/** What the milestones say of blocks. */
export function factsOf(
  { tip, base, to, logs }: Pick<NextBlocks, 'tip' | 'base'> & { to: bigint; logs: number },
  { deploymentBlock }: Chain['contracts'],
): BlockFacts {
  const from = base === undefined ? deploymentBlock : base.number + 1n;
  const undone = tip === undefined || base === undefined ? 0n : tip.number - base.number;
  return { from, to, logs, undone: Number(undone) };
}

/** Takes back what vanished, and tells the keys of the rows that were built on it. */
async function forget(tx: Tx, chainId: number, { tip, base }: NextBlocks): Promise<string[]> {
  if (tip === undefined || base === undefined || base.hash === tip.hash) return [];
  await chainBlocks.deleteFrom(tx, chainId, base.number + 1n);
  const dropped = await chainLogs.deleteFrom(tx, chainId, base.number + 1n);
  await reconsiderIntents(tx, dropped);
  return dropped;
}

function cursorAfter(
  before: ChainCursor | undefined,
  chainId: number,
  { escrow, deploymentBlock }: Chain['contracts'],
  { headers, heights, observedAt }: NextBlocks,
): ChainCursor {
  const last = headers.at(-1);
  if (last === undefined) throw new Error('a batch without blocks');
  const { number, hash, timestamp } = last;
  const finality = heightsUpTo(number, heights, before?.finalizedNumber ?? 0n);
  return { chainId, escrow, deploymentBlock, number, hash, timestamp, observedAt, ...finality };
}

/** Nothing is final that was not read yet, and what was final stays so. */
function heightsUpTo(
  number: bigint,
  { safeNumber, finalizedNumber }: FinalityHeights,
  finalBefore: bigint,
): FinalityHeights {
  const final = clamp(finalizedNumber, finalBefore, number);
  return { safeNumber: clamp(safeNumber, final, number), finalizedNumber: final };
}

function clamp(value: bigint, least: bigint, most: bigint): bigint {
  if (value > most) return most;
  return value < least ? least : value;
}

/** The advisory lock of whoever writes a chain's projection. */
export function followLock(chainId: number): string {
  return `follow:${chainId}`;
}
