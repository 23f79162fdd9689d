import { chainCursors, lastLogs } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import { positionOf, type ChainPosition } from './chain-position.js';

/** Where the last log stands that folded into each of these rows of the projection; undefined for a row without one. */
export async function lastPositions(
  { db, policy }: Market,
  foldKeys: readonly string[],
): Promise<(ChainPosition | undefined)[]> {
  const cursor = await chainCursors.find(db, policy.chainId);
  const logs = await lastLogs(db, policy.chainId, foldKeys);
  return foldKeys.map((key) => {
    const log = logs.get(key);
    return log && cursor && positionOf(cursor, log);
  });
}
