import { chainRentals, intents, lockKey } from '@gpuflow/db';
import {
  intentFor,
  upkeepOf,
  type ChainRental,
  type IntentCall,
  type Intent,
  type Upkeep,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { settlementNow } from '../settlement.js';

/**
 * Asks for every call that anyone may make for a rental and somebody should: expiry of what never started, the recorded
 * end of what ran out, settlement of vested money, closing. Answers the keys of the intents that are new.
 */
export async function keepRentals(market: Market): Promise<string[]> {
  const { policy, db } = market;
  const { chainNow } = await settlementNow(market, db);
  const asked: string[] = [];
  for (const rental of await chainRentals.live(db, policy.chainId)) {
    const upkeep = upkeepOf(rental, chainNow, policy.settleFromUnits);
    if (upkeep === undefined) continue;
    const intent = intentFor(policy.chainId, rental.rentalId, callFor(upkeep, rental));
    if (await ask(market, intent, upkeep)) asked.push(intent.key);
  }
  return asked;
}

function callFor(upkeep: Upkeep, { order, claimedUnits }: ChainRental): IntentCall {
  switch (upkeep) {
    case 'STOP':
      return { purpose: 'STOP', order, stop: undefined, stopSignature: undefined };
    case 'SETTLE':
      return { purpose: 'SETTLE', order, claimedUnits };
    case 'EXPIRE':
    case 'CLOSE':
      return { purpose: upkeep, order };
  }
}

function ask(market: Market, intent: Intent, upkeep: Upkeep): Promise<boolean> {
  return runCommand(market, { kind: 'SYSTEM', name: 'keep-rentals' }, async (tx) => {
    await lockKey(tx, `intent:${intent.key}`);
    if ((await intents.find(tx, intent.key)) !== undefined) return unrecorded(false);
    const subject = `rental:${intent.rentalId}`;
    const record = { kind: 'rental.upkeep_requested', subject, facts: { upkeep } };
    return { output: true, records: [record], intents: [intent] };
  });
}
