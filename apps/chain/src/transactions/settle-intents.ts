import { intents, type StoredIntent, type Tx } from '@gpuflow/db';
import { isPartysWord } from '@gpuflow/domain';
import type { Meaning } from '@gpuflow/escrow';
import { refuseOpening, refuseWish } from '@gpuflow/marketplace';
import type { Chain } from '../chain.js';
import { retryAt } from './retry-at.js';

/** Writes what a simulation said of an intent that is not to be sent now: done, not yet, or never. */
export async function settleIntent(
  chain: Chain,
  intent: StoredIntent,
  meaning: Meaning,
): Promise<void> {
  const { key, rentalId, call } = intent;
  // The rental first: an intent that is still queued is refused again, a rental without one would wait for ever.
  if (meaning.outcome === 'REFUSE' && rentalId !== undefined) {
    const { code, facts } = meaning;
    if (call.purpose === 'OPEN') await refuseOpening(chain.market, { rentalId, code, facts });
    if (isPartysWord(call)) {
      chain.market.log.warn({ intent: key, rentalId, meaning }, 'intent refused');
      await refuseWish(chain.market, { key, rentalId, purpose: call.purpose, code, facts });
      return;
    }
  }
  await writeMeaning(chain, chain.market.db, intent, meaning);
}

/** Writes what the contract said of an intent's call, of whatever purpose but OPEN. */
export async function writeMeaning(
  { market }: Chain,
  tx: Tx,
  intent: StoredIntent,
  meaning: Meaning,
): Promise<void> {
  const now = market.clock.now();
  const facts = { intent: intent.key, rentalId: intent.rentalId, meaning };
  switch (meaning.outcome) {
    case 'DONE':
      market.log.info(facts, 'intent fulfilled without us');
      return intents.confirm(tx, [intent.key], now);
    case 'WAIT':
    case 'CHECK':
      market.log.info(facts, 'intent waits');
      return intents.requeue(tx, [tryLater(intent, now)]);
    case 'REFUSE': {
      const { code, facts: refused } = meaning;
      market.log.warn(facts, 'intent refused');
      return intents.refuse(tx, intent.key, { code, facts: refused }, now);
    }
  }
}

/** An intent to be tried again, the later the older it is. */
export function tryLater({ key, createdAt }: StoredIntent, now: Date) {
  return { key, notBefore: retryAt(createdAt, now) };
}
