import { intents, type StoredIntent } from '@gpuflow/db';

import type { Market } from '../market.js';
import { settlementNow } from '../settlement.js';
import { refuseWish } from './refuse-wish.js';

/**
 * Gives up resumptions whose machine was not proved up while their signature held: the rental stays paused, at the price
 * of storage, and the machine stops trying. Answers the intents' keys.
 */
export async function giveUpResumes(market: Market): Promise<string[]> {
  const { chainNow } = await settlementNow(market, market.db);
  const waiting = await intents.queued(market.db, market.policy.chainId, 'RESUME_BY_RENTER');
  const givenUp: string[] = [];
  for (const intent of waiting)
    if (await giveUp(market, intent, chainNow)) givenUp.push(intent.key);
  return givenUp;
}

/** Answers whether it was too late for it. */
async function giveUp(
  market: Market,
  { key, rentalId, call }: StoredIntent,
  now: bigint,
): Promise<boolean> {
  if (call.purpose !== 'RESUME_BY_RENTER' || rentalId === undefined) return false;
  const bound = BigInt(call.signed.deadline);
  if (now <= bound) return false;
  const refusal = { code: 'OUTSIDE_TIME', facts: { now, bound } } as const;
  return refuseWish(market, { key, rentalId, purpose: call.purpose, ...refusal });
}
