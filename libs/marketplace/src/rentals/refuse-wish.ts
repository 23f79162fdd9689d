import { chainRentals, intents, rentals } from '@gpuflow/db';
import type { Hash, IntentPurpose, RefusalCode } from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { desire, desiredBy } from './desired-instance.js';

export interface RefuseWish {
  /** The intent's. */
  key: string;
  rentalId: Hash;
  purpose: IntentPurpose;
  code: RefusalCode;
  facts: object;
}

/**
 * The chain declines, or will decline, what a party has signed for its rental: its parties are told, and the machine goes
 * back to what the chain says. Answers false, with nothing written, where the intent is not queued any more.
 */
export function refuseWish(market: Market<ChainPolicy>, command: RefuseWish): Promise<boolean> {
  const { key, rentalId, purpose, code, facts } = command;
  return runCommand(market, { kind: 'SYSTEM', name: 'refuse-wish' }, async (tx) => {
    await rentals.lock(tx, rentalId);
    const [queued] = await intents.lockQueued(tx, [key]);
    if (queued === undefined) return unrecorded(false);
    await intents.refuse(tx, key, { code, facts }, market.clock.now());
    const chain = await chainRentals.find(tx, market.policy.chainId, rentalId);
    if (chain !== undefined) await desire(tx, rentalId, await desiredBy(tx, chain));
    const subject = `rental:${rentalId}`;
    const record = { kind: 'rental.wish_refused', subject, facts: { purpose, code, facts } };
    return { output: true, records: [record] };
  });
}
