import { Fault } from '@gpuflow/domain';
import type { Tx } from './database.js';
import * as chainCursors from './stores/chain-cursor-store.js';

/**
 * The chain's clock at our moment `now`, in seconds: the last block's time and the whole seconds since we first saw it.
 * Throws `Fault('chain')` while no block of the chain was read.
 */
export async function chainNow(tx: Tx, chainId: number, now: Date): Promise<bigint> {
  const cursor = await chainCursors.find(tx, chainId);
  if (cursor === undefined) throw new Fault('chain', new Error(`chain ${chainId} was never read`));
  const seenMs = now.getTime() - cursor.observedAt.getTime();
  return cursor.timestamp + BigInt(Math.max(0, Math.floor(seenMs / 1000)));
}
