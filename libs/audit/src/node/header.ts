import { z } from 'zod';

import type { AuditNode } from './node.js';
import { NodeFailure } from './node.js';
import { hash, quantity, toQuantity } from './quantity.js';

const header = z.object({ number: quantity, hash, timestamp: quantity });

/** A block's place, name and time (seconds). */
export type Header = z.output<typeof header>;

export type BlockTag = 'latest' | 'finalized';

/** The header at a height or tag. Throws {@link NodeFailure} where the node has none. */
export async function headerAt(node: AuditNode, at: bigint | BlockTag): Promise<Header> {
  const which = typeof at === 'bigint' ? toQuantity(at) : at;
  const found = await node.ask(header.nullable(), 'eth_getBlockByNumber', [which, false]);
  if (found === null) throw new NodeFailure(`the node has no block ${which}`);
  return found;
}

/** The headers at these heights, in their order. */
export async function headersAt(node: AuditNode, numbers: readonly bigint[]): Promise<Header[]> {
  return node.askMany(
    header,
    numbers.map((number) => ({
      method: 'eth_getBlockByNumber',
      params: [toQuantity(number), false],
    })),
  );
}
