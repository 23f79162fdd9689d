import { Fault, type Address } from '@gpuflow/domain';
import type { NodeClient } from '../node/ask.js';
import { blockAt, type NodeBlock } from '../node/block.js';
import { assertComplete, keptOf, type FetchedLogs, type TimedLog } from './fetch-blocks.js';
import { logsOfRange, type Heights, type RangeLog } from './final-logs.js';
import type { Tip } from './reconcile.js';

/** Of so many blocks one has its logs compared with its header. */
const blocksPerHeader = 256n;

/**
 * All logs of `addresses` in final blocks that follow on `base`, by range, with the header of the last block only. Of
 * what the node says is checked: that the blocks follow on ours; that a block has one hash and one time, in order; that
 * no log comes twice or unasked; and, of every 256th block and both ends, that the logs are all that the header's bloom
 * announces. A `Fault` where it does not fit together.
 */
export async function fetchFinalBlocks(
  node: NodeClient,
  addresses: readonly Address[],
  heights: Heights,
  base: Tip | undefined,
): Promise<FetchedLogs & { last: Tip }> {
  const [found, ...headers] = await Promise.all([
    logsOfRange(node, addresses, heights),
    ...checkedHeights(heights).map((height) => headerAt(node, height)),
  ]);
  const [first, last] = [headers[0], headers.at(-1)];
  if (first === undefined || last === undefined) throw unfit('there are no blocks');
  if (base !== undefined && first.parentHash !== base.hash)
    throw unfit(`block ${first.number} does not follow on ours`);
  const byNumber = new Map(headers.map((header) => [header.number, header]));
  for (const header of await headersForTimes(node, found, byNumber))
    byNumber.set(header.number, header);
  const logs = timed(inOrder(found, heights, addresses), byNumber, { first, last });
  const byBlock = Map.groupBy(logs, ({ blockNumber }) => blockNumber);
  await Promise.all(
    headers.map((header) =>
      assertComplete(node, addresses, { ...header, logs: byBlock.get(header.number) ?? [] }),
    ),
  );
  return { ...keptOf([{ ...last, logs: [] }]), logs, last };
}

/** Both ends, and every 256th block in between. */
function checkedHeights({ from, to }: Heights): bigint[] {
  const heights: bigint[] = [];
  for (let height = from; height < to; height += blocksPerHeader) heights.push(height);
  return [...heights, to];
}

async function headerAt(node: NodeClient, height: bigint): Promise<NodeBlock> {
  const header = await blockAt(node, height);
  if (header?.number !== height) throw unfit(`no block ${height}`);
  return header;
}

/** A node that does not write its blocks' times into logs is asked for the headers of all blocks with logs. */
async function headersForTimes(
  node: NodeClient,
  logs: readonly RangeLog[],
  known: ReadonlyMap<bigint, NodeBlock>,
): Promise<NodeBlock[]> {
  const missing = logs.filter((log) => log.timestamp === undefined && !known.has(log.blockNumber));
  const numbers = new Set(missing.map(({ blockNumber }) => blockNumber));
  return Promise.all([...numbers].map((height) => headerAt(node, height)));
}

/** The logs in the chain's order. A node that repeats one, or gives what it was not asked for, is not to be believed. */
function inOrder(
  logs: readonly RangeLog[],
  { from, to }: Heights,
  addresses: readonly Address[],
): RangeLog[] {
  const sorted = logs.toSorted(
    (a, b) => Number(a.blockNumber - b.blockNumber) || a.logIndex - b.logIndex,
  );
  for (const [i, log] of sorted.entries()) {
    const before = sorted[i - 1];
    const repeated = before?.blockNumber === log.blockNumber && before.logIndex === log.logIndex;
    const asked = from <= log.blockNumber && log.blockNumber <= to;
    if (repeated || !asked || !addresses.includes(log.address))
      throw unfit(`log ${log.logIndex} of block ${log.blockNumber} was not asked for`);
  }
  return sorted;
}

/** Each log with its block's time. Logs of one block must agree on it, and with its header where that is known. */
function timed(
  logs: readonly RangeLog[],
  headers: ReadonlyMap<bigint, NodeBlock>,
  { first, last }: { first: NodeBlock; last: NodeBlock },
): TimedLog[] {
  let before: Pick<TimedLog, 'blockNumber' | 'blockHash' | 'timestamp'> = {
    ...{ blockNumber: first.number, blockHash: first.hash, timestamp: first.timestamp },
  };
  return logs.map((log) => {
    const { blockNumber, blockHash } = log;
    const header = headers.get(blockNumber);
    const timestamp = log.timestamp ?? header?.timestamp;
    const sameBlock = blockNumber === before.blockNumber;
    const fits =
      timestamp !== undefined &&
      (header === undefined || (header.hash === blockHash && header.timestamp === timestamp)) &&
      (sameBlock
        ? blockHash === before.blockHash && timestamp === before.timestamp
        : timestamp >= before.timestamp && timestamp <= last.timestamp);
    if (!fits) throw unfit(`log ${log.logIndex} of block ${blockNumber} does not fit its block`);
    return (before = isTimed(log) ? log : { ...log, timestamp });
  });
}

/** Most nodes tell it, and their logs need not be copied. */
function isTimed(log: RangeLog): log is RangeLog & TimedLog {
  return log.timestamp !== undefined;
}

function unfit(message: string): Fault {
  return new Fault('rpc', new Error(message));
}
