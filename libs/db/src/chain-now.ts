import { Fault } from '@gpuflow/domain';
import type { Tx } from './database.js';
import * as chainCursors from './stores/chain-cursor-store.js';

/**
 * The chain's clock at our moment `now`, in seconds: the last block's time and the whole seconds since we first saw it.
 * Throws `Fault('chain')` while no block of the chain was read.
 */
export async function chainNow(tx: Tx, chainId: number, now: Date): Promise<bigint> {
  const cursor = await cursorOf(tx, chainId);
  const seenMs = now.getTime() - cursor.observedAt.getTime();
  return cursor.timestamp + BigInt(Math.max(0, Math.floor(seenMs / 1000)));
}

/**
 * The chain's second that was on at our moment `moment`, by the same clock as {@link chainNow}, rounded down.
 * Throws `Fault('chain')` while no block of the chain was read.
 */
export async function chainSecondOf(tx: Tx, chainId: number, moment: Date): Promise<bigint> {
  const { timestamp, observedAt } = await cursorOf(tx, chainId);
  return timestamp + BigInt(Math.floor((moment.getTime() - observedAt.getTime()) / 1000));
}

async function cursorOf(tx: Tx, chainId: number): Promise<chainCursors.ChainCursor> {
  const cursor = await chainCursors.find(tx, chainId);
  if (cursor === undefined) throw new Fault('chain', new Error(`chain ${chainId} was never read`));
  return cursor;
}
