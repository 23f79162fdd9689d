import { listings } from '@gpuflow/db';
import type { Actor, Listing } from '@gpuflow/domain';

import { assertWallet, found } from '../guards.js';
import type { Market } from '../market.js';
import { runOnce, unrecorded } from '../run-command.js';

export interface WithdrawListing {
  actor: Actor;
  key: string;
  id: string;
}

/** Takes a listing off the market; a rental of it goes on. Refuses `NOT_FOUND`, `NOT_OWNER`. */
export async function withdrawListing(market: Market, command: WithdrawListing): Promise<Listing> {
  const { actor, key, id } = command;
  await runOnce(market, { name: 'withdrawListing', actor, key, input: { id } }, async (tx) => {
    const listing = found(await listings.lock(tx, id), 'listing', id);
    assertWallet(actor, listing.provider, 'listing', id);
    if (listing.state === 'WITHDRAWN') return unrecorded(id);
    await listings.withdraw(tx, id, market.clock.now());
    const record = { kind: 'listing.withdrawn', subject: `listing:${id}`, facts: {} };
    return { output: id, records: [record] };
  });
  return found(await listings.find(market.db, id), 'listing', id);
}
