import { Fault, type Address } from '@gpuflow/domain';
import { blockAt, type BlockHeader, type NodeBlock } from '../node/block.js';
import { logsBetween, logsOfBlock, type NodeLog } from '../node/log.js';
import type { NodeClient } from '../node/ask.js';
import { bloomOf, mayHaveLogsOf } from './bloom.js';

/** A block with the logs of our contracts in it, in order. */
export interface FetchedBlock extends NodeBlock {
  logs: NodeLog[];
}

/** A log with its block's time, in seconds. */
export interface TimedLog extends NodeLog {
  timestamp: bigint;
}

/** What is kept of fetched blocks: their logs in order, and headers, of which the last is the last block's. */
export interface FetchedLogs {
  headers: BlockHeader[];
  logs: TimedLog[];
}

/** Which blocks: both ends included. Up to `finalizedNumber` logs are asked by range, above it by block hash. */
export interface FetchRange {
  from: bigint;
  to: bigint;
  finalizedNumber: bigint;
}

/**
 * Blocks that follow on each other, with all logs of `addresses`. A `Fault` where the node's answers do not fit
 * together: it was reorganised in between, or has not indexed what it already shows.
 */
export async function fetchBlocks(
  node: NodeClient,
  addresses: readonly Address[],
  range: FetchRange,
): Promise<FetchedBlock[]> {
  const blocks = await fetchHeaders(node, range);
  const logs = await fetchLogs(node, addresses, range, blocks);
  const byBlock = Map.groupBy(logs, ({ blockHash }) => blockHash);
  const fetched = blocks.map((block) => ({ ...block, logs: inOrder(byBlock.get(block.hash)) }));
  assertAllPlaced(logs, fetched, addresses);
  await Promise.all(fetched.map((block) => assertComplete(node, addresses, block)));
  return fetched;
}

/** What is kept of these blocks. */
export function keptOf(blocks: readonly FetchedBlock[]): FetchedLogs {
  return {
    headers: blocks.map(({ number, hash, parentHash, timestamp }) => ({
      ...{ number, hash, parentHash, timestamp },
    })),
    logs: blocks.flatMap(({ logs, timestamp }) => logs.map((log) => ({ ...log, timestamp }))),
  };
}

async function fetchHeaders(node: NodeClient, { from, to }: FetchRange): Promise<NodeBlock[]> {
  const heights = Array.from({ length: Number(to - from) + 1 }, (_, i) => from + BigInt(i));
  const blocks = await Promise.all(heights.map((height) => present(node, height)));
  for (const [i, block] of blocks.entries()) {
    const parent = blocks[i - 1];
    if (block.number !== from + BigInt(i) || (parent && block.parentHash !== parent.hash))
      throw unfit(`block ${block.number} does not follow on the one before it`);
  }
  return blocks;
}

async function present(node: NodeClient, height: bigint): Promise<NodeBlock> {
  const block = await blockAt(node, height);
  if (block === undefined) throw unfit(`no block ${height}`);
  return block;
}

async function fetchLogs(
  node: NodeClient,
  addresses: readonly Address[],
  { from, to, finalizedNumber }: FetchRange,
  blocks: readonly NodeBlock[],
): Promise<NodeLog[]> {
  const rangeEnd = to < finalizedNumber ? to : finalizedNumber;
  const recent = blocks.filter(({ number }) => number > finalizedNumber);
  const [old, ...near] = await Promise.all([
    rangeEnd < from ? [] : logsBetween(node, addresses, from, rangeEnd),
    ...recent
      .filter((block) => mayHaveOurs(block, addresses))
      .map(({ hash }) => logsOfBlock(node, hash, addresses)),
  ]);
  return [...old, ...near.flat()];
}

function inOrder(logs: NodeLog[] = []): NodeLog[] {
  const sorted = logs.toSorted((a, b) => a.logIndex - b.logIndex);
  const repeated = sorted.find(({ logIndex }, i) => logIndex === sorted[i - 1]?.logIndex);
  if (repeated !== undefined)
    throw unfit(`log ${repeated.logIndex} of block ${repeated.blockHash} came twice`);
  return sorted;
}

function assertAllPlaced(
  logs: readonly NodeLog[],
  fetched: readonly FetchedBlock[],
  addresses: readonly Address[],
): void {
  const heights = new Map(fetched.map(({ hash, number }) => [hash, number]));
  for (const log of logs) {
    if (heights.get(log.blockHash) !== log.blockNumber || !addresses.includes(log.address))
      throw unfit(`log ${log.logIndex} of block ${log.blockHash} was not asked for`);
  }
}

/**
 * No logs of ours where the header's bloom would allow some: either another contract's log left the same bits, or the
 * node has the header but not yet its logs. Then all logs of the block must account for the whole bloom.
 */
export async function assertComplete(
  node: NodeClient,
  addresses: readonly Address[],
  block: FetchedBlock,
): Promise<void> {
  if (block.logs.length > 0 || !mayHaveOurs(block, addresses)) return;
  const all = await logsOfBlock(node, block.hash);
  const ours = all.some(({ address }) => addresses.includes(address));
  if (ours || bloomOf(all) !== block.logsBloom)
    throw unfit(`the logs of block ${block.number} are not those of its bloom`);
}

function mayHaveOurs({ logsBloom }: NodeBlock, addresses: readonly Address[]): boolean {
  return addresses.some((address) => mayHaveLogsOf(logsBloom, address));
}

function unfit(message: string): Fault {
  return new Fault('rpc', new Error(message));
}
