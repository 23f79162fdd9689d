import { Fault, type Address, type Hash, type Hex } from '@gpuflow/domain';
import { z } from 'zod';
import { ask, NodeRefusal, type NodeClient } from '../node/ask.js';
import type { NodeLog } from '../node/log.js';
import { toQuantity } from '../node/quantity.js';

/** A log of a range, with its block's time where the node tells it. */
export interface RangeLog extends NodeLog {
  /** In seconds. */
  timestamp: bigint | undefined;
}

/** Blocks, both ends included. */
export interface Heights {
  from: bigint;
  to: bigint;
}

/** Whatever fails for a range may succeed for a part of it; but an outage is not tried away. */
const halvingsMax = 5;

/**
 * All logs of these addresses in a range. A range that the node declines, or over which it fails (too much to send, too
 * long to search), is asked in halves.
 */
export async function logsOfRange(
  node: NodeClient,
  addresses: readonly Address[],
  { from, to }: Heights,
  halvings = 0,
): Promise<RangeLog[]> {
  const filter = {
    address: [...addresses],
    fromBlock: toQuantity(from),
    toBlock: toQuantity(to),
  };
  try {
    return await ask(rangeLogs, node.request({ method: 'eth_getLogs', params: [filter] }));
  } catch (error) {
    const declined = error instanceof NodeRefusal;
    if (!(error instanceof Fault) || from === to || (!declined && halvings === halvingsMax))
      throw error;
    const middle = (from + to) / 2n;
    const lower = await logsOfRange(node, addresses, { from, to: middle }, halvings + 1);
    const upper = await logsOfRange(node, addresses, { from: middle + 1n, to }, halvings + 1);
    return [...lower, ...upper];
  }
}

/** Read by hand: of the logs of a long history this is the hottest line, and a schema's is ten times slower. */
const rangeLogs = z.unknown().transform((answer, context): RangeLog[] => {
  try {
    if (!Array.isArray(answer)) throw new Error('not logs');
    return answer.map(rangeLog);
  } catch (error) {
    context.addIssue({ code: 'custom', message: String(error) });
    return z.NEVER;
  }
});

function rangeLog(json: unknown): RangeLog {
  if (typeof json !== 'object' || json === null) throw new Error('not a log');
  const field = (name: string): unknown => Reflect.get(json, name);
  const timestamp = field('blockTimestamp');
  return {
    address: hexOf(field('address'), 20),
    topics: topicsOf(field('topics')),
    data: hexOf(field('data')),
    blockNumber: quantityOf(field('blockNumber')),
    blockHash: hexOf(field('blockHash'), 32),
    txHash: hexOf(field('transactionHash'), 32),
    logIndex: Number(quantityOf(field('logIndex'))),
    timestamp: timestamp === undefined || timestamp === null ? undefined : quantityOf(timestamp),
  };
}

const hexForm = /^0x[0-9a-f]*$/;
const quantityForm = /^0x[0-9a-fA-F]{1,64}$/;
const bytesMax = 1_048_576;

/** So many bytes, or any number of them. Nodes write small letters: only where one does not is its text copied. */
function hexOf(value: unknown, bytes?: number): Hex {
  const text = typeof value === 'string' ? value : '';
  const fits =
    bytes === undefined
      ? text.length % 2 === 0 && text.length <= 2 + 2 * bytesMax
      : text.length === 2 + 2 * bytes;
  if (!fits) throw new Error('not hex of this length');
  if (isHex(text)) return text;
  const lower = text.toLowerCase();
  if (isHex(lower)) return lower;
  throw new Error('not hex');
}

function isHex(text: string): text is Hex {
  return hexForm.test(text);
}

function quantityOf(value: unknown): bigint {
  if (typeof value !== 'string' || !quantityForm.test(value)) throw new Error('not a quantity');
  return BigInt(value);
}

function topicsOf(value: unknown): Hash[] {
  if (!Array.isArray(value) || value.length > 4) throw new Error('not the topics of a log');
  return value.map((topic: unknown) => hexOf(topic, 32));
}
