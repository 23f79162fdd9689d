import { chainLogs, lockKey } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';
import { followLock } from './store-batch.js';
import { project } from './project.js';

/**
 * Folds every row of the projection afresh from the stored logs, in one transaction, and answers how many. A chain
 * process that follows at the same time waits for it.
 */
export function replayProjection({ db, policy }: Market): Promise<number> {
  const { chainId } = policy;
  return db.transaction(async (tx) => {
    await lockKey(tx, followLock(chainId));
    const dropped = await chainLogs.foldKeys(tx, chainId);
    await project(tx, chainId, { decoded: [], dropped, tokens: new Map() });
    return dropped.length;
  });
}
