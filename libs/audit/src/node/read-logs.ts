import type { Address, Hex } from 'viem';
import { z } from 'zod';

import { headersAt } from './header.js';
import { NodeFailure, NodeRefusal, type AuditNode } from './node.js';
import { toQuantity } from './quantity.js';
import { isBefore, rawLog, type RawLog } from './raw-log.js';

const blocksAtOnce = 2_000n;
const logs = z.array(rawLog);

export interface LogRange {
  addresses: readonly Address[];
  from: bigint;
  to: bigint;
  /** Only logs with these topics, place by place; null allows any. */
  topics?: readonly (Hex | null)[];
}

/** A page of logs in the chain's order, with the second of each block that has one. */
export interface LogPage {
  logs: RawLog[];
  secondOf: ReadonlyMap<bigint, bigint>;
  /** Everything up to this block has been read. */
  readTo: bigint;
}

/**
 * Every log of these contracts, in the chain's order. A range that the node finds too large is asked in halves.
 * Throws {@link NodeFailure} where what comes is not what was asked for: other contracts, other blocks, twice the same log,
 * or logs of a block that the node has under another name.
 */
export async function* readLogs(node: AuditNode, range: LogRange): AsyncGenerator<LogPage> {
  let last: RawLog | undefined;
  for (let from = range.from; from <= range.to; from += blocksAtOnce) {
    const to = from + blocksAtOnce - 1n < range.to ? from + blocksAtOnce - 1n : range.to;
    const page = await logsBetween(node, { ...range, from, to });
    last = assertAsked(page, { ...range, from, to }, last);
    yield { logs: page, secondOf: await secondsOf(node, page), readTo: to };
  }
}

async function logsBetween(node: AuditNode, range: LogRange): Promise<RawLog[]> {
  const { from, to, addresses: address, topics } = range;
  const blocks = { fromBlock: toQuantity(from), toBlock: toQuantity(to) };
  const filter = { address, ...blocks, ...(topics && { topics }) };
  try {
    return await node.ask(logs, 'eth_getLogs', [filter]);
  } catch (error) {
    // Nodes name their limits in many ways; one block is the smallest question there is.
    if (!(error instanceof NodeRefusal) || from === to) throw error;
    const middle = (from + to) / 2n;
    const lower = await logsBetween(node, { ...range, to: middle });
    return [...lower, ...(await logsBetween(node, { ...range, from: middle + 1n }))];
  }
}

function assertAsked(page: readonly RawLog[], range: LogRange, last: RawLog | undefined) {
  const asked = new Set<string>(range.addresses);
  let before = last;
  for (const log of page) {
    if (!asked.has(log.address)) throw new NodeFailure('a log of another contract was answered');
    if (log.blockNumber < range.from || log.blockNumber > range.to)
      throw new NodeFailure('a log of another block was answered');
    if (before !== undefined && !isBefore(before, log))
      throw new NodeFailure('logs were answered twice or out of order');
    before = log;
  }
  return before;
}

async function secondsOf(node: AuditNode, page: readonly RawLog[]): Promise<Map<bigint, bigint>> {
  const hashes = new Map(page.map(({ blockNumber, blockHash }) => [blockNumber, blockHash]));
  const headers = await headersAt(node, [...hashes.keys()]);
  for (const { number, hash } of headers) {
    if (hashes.get(number) !== hash)
      throw new NodeFailure(`block ${number} changed while it was read`);
  }
  return new Map(headers.map(({ number, timestamp }) => [number, timestamp]));
}
