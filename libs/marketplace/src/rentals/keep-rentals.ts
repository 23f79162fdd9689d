import { chainRentals, intents, lockKey } from '@gpuflow/db';
import {
  intentFor,
  upkeepOf,
  type ChainRental,
  type Intent,
  type RentalCall,
  type Upkeep,
} from '@gpuflow/domain';

import type { Market } from '../market.js';
import { runCommand, unrecorded } from '../run-command.js';
import { settlementNow } from '../settlement.js';

/** So many rentals are in memory at once. */
const pageMax = 500;

/**
 * Asks for every call that anyone may make for a rental and somebody should: expiry of what never started, the recorded
 * end of what ran out, settlement of vested money, closing. Answers the keys of the intents that are new.
 */
export async function keepRentals(market: Market): Promise<string[]> {
  const { policy, db } = market;
  const { chainNow } = await settlementNow(market, db);
  const asked: string[] = [];
  let page: ChainRental[];
  let after = '';
  do {
    page = await chainRentals.live(db, policy.chainId, { after, limit: pageMax });
    for (const rental of page) asked.push(...(await keep(market, rental, chainNow)));
    after = page.at(-1)?.rentalId ?? after;
  } while (page.length === pageMax);
  return asked;
}

/** The key of the intent, where one is due that was not asked for before. */
async function keep(market: Market, rental: ChainRental, chainNow: bigint): Promise<string[]> {
  const { chainId, settleFromUnits } = market.policy;
  const upkeep = upkeepOf(rental, chainNow, settleFromUnits);
  if (upkeep === undefined) return [];
  const intent = intentFor(chainId, rental.rentalId, callFor(upkeep, rental));
  return (await ask(market, intent, upkeep)) ? [intent.key] : [];
}

function callFor(upkeep: Upkeep, { order, claimedUnits }: ChainRental): RentalCall {
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
