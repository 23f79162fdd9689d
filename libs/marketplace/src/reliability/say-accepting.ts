import { randomUUID } from 'node:crypto';

import { acceptance } from '@gpuflow/db';
import { graceMs, type BeatPolicy } from '@gpuflow/domain';

import type { Market } from '../market.js';

/**
 * How far ahead a process says that it accepts beats: if it ends without a word, so much of its silence is taken for
 * the machines'. That is too little, beside the grace, to blame any of them.
 */
export function acceptanceMs(policy: BeatPolicy): number {
  return graceMs(policy) / 4;
}

/**
 * Says that this process accepts beats from now on for a while. To be said again well before it is over, with the id
 * that was answered; where it is over nevertheless, the time between was not accepted in, and a new window begins.
 */
export async function sayAccepting(market: Market, windowId?: string): Promise<string> {
  const { db, clock, policy } = market;
  const now = clock.now();
  const until = new Date(now.getTime() + acceptanceMs(policy.beat));
  if (windowId !== undefined && (await acceptance.extend(db, windowId, now, until)))
    return windowId;
  const id = randomUUID();
  await acceptance.open(db, id, { from: now, until });
  return id;
}
