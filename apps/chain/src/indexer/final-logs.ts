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
    address: hexOf(field('address'), addressForm),
    topics: topicsOf(field('topics')),
    data: hexOf(field('data'), bytesForm),
    blockNumber: quantityOf(field('blockNumber')),
    blockHash: hexOf(field('blockHash'), hashForm),
    txHash: hexOf(field('transactionHash'), hashForm),
    logIndex: Number(quantityOf(field('logIndex'))),
    timestamp: timestamp === undefined || timestamp === null ? undefined : quantityOf(timestamp),
  };
}

const addressForm = /^0x[0-9a-f]{40}$/;
const hashForm = /^0x[0-9a-f]{64}$/;
const bytesForm = /^0x(?:[0-9a-f]{2})*$/;
const quantityForm = /^0x[0-9a-fA-F]{1,64}$/;
const bytesMax = 1_048_576;

/** Nodes write small letters: only where one does not is its text copied. */
function hexOf(value: unknown, form: RegExp): Hex {
  if (isHex(value, form)) return value;
  const lower = typeof value === 'string' ? value.toLowerCase() : value;
  if (isHex(lower, form)) return lower;
  throw new Error('not hex of this length');
}

function isHex(value: unknown, form: RegExp): value is Hex {
  return typeof value === 'string' && value.length <= 2 * bytesMax + 2 && form.test(value);
}

function quantityOf(value: unknown): bigint {
  if (typeof value !== 'string' || !quantityForm.test(value)) throw new Error('not a quantity');
  return BigInt(value);
}

function topicsOf(value: unknown): Hash[] {
  if (!Array.isArray(value) || value.length > 4) throw new Error('not the topics of a log');
  return value.map((topic: unknown) => hexOf(topic, hashForm));
}
