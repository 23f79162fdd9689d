import { intents, type StoredIntent } from '@gpuflow/db';
import type { Meaning } from '@gpuflow/escrow';
import { refuseOpening } from '@gpuflow/marketplace';
import type { Chain } from '../chain.js';
import { retryAt } from './retry-at.js';

/** Writes what a simulation said of an intent that is not to be sent now: done, not yet, or never. */
export async function settleIntent(
  chain: Chain,
  intent: StoredIntent,
  meaning: Meaning,
): Promise<void> {
  const { db, clock, log } = chain.market;
  const facts = { intent: intent.key, rentalId: intent.rentalId, meaning };
  switch (meaning.outcome) {
    case 'DONE':
      log.info(facts, 'intent fulfilled without us');
      return intents.confirm(db, intent.key, clock.now());
    case 'WAIT':
    case 'CHECK':
      log.info(facts, 'intent waits');
      return intents.requeue(db, intent.key, retryAt(intent.createdAt, clock.now()));
    case 'REFUSE':
      log.warn(facts, 'intent refused');
      return refuse(chain, intent, meaning);
  }
}

/** The rental first: an intent that is still queued is refused again, a rental without one would wait for ever. */
async function refuse(
  { market }: Chain,
  { key, rentalId, call }: StoredIntent,
  { code, facts }: Extract<Meaning, { outcome: 'REFUSE' }>,
): Promise<void> {
  if (call.purpose === 'OPEN') await refuseOpening(market, { rentalId, code, facts });
  await intents.refuse(market.db, key, { code, facts }, market.clock.now());
}
