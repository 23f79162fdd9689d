import type { Hex } from 'viem';

import { headersAt } from '../node/header.js';
import type { AuditNode } from '../node/node.js';
import type { ProvenSettlement } from './verify-proof.js';

type ProvenBlock = ProvenSettlement['blocks'][number];

/** The proven blocks that a node has on its chain under another name, or not at all. */
export async function notOnChain(
  node: AuditNode,
  { blocks }: Pick<ProvenSettlement, 'blocks'>,
): Promise<ProvenBlock[]> {
  const headers = await headersAt(
    node,
    blocks.map(({ number }) => number),
  );
  return notAmong(
    headers.map(({ hash }) => hash),
    { blocks },
  );
}

/** The proven blocks whose hashes are not among those that somebody knows to be on the chain. */
export function notAmong(
  hashes: readonly Hex[],
  { blocks }: Pick<ProvenSettlement, 'blocks'>,
): ProvenBlock[] {
  return blocks.filter(({ hash }) => !hashes.includes(hash));
}
