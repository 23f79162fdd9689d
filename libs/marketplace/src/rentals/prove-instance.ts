import { instances, rentals, type Tx } from '@gpuflow/db';
import { intentFor, type Hash, type Intent, type Rental } from '@gpuflow/domain';

import { lockSlice, matchSlice } from '../bids/match-slice.js';
import type { Market } from '../market.js';
import { recordRecovery, resumption } from '../reliability/record-recovery.js';
import { runCommand, unrecorded } from '../run-command.js';
import { awaitsProof } from './awaits-proof.js';
import { release } from './withheld-intents.js';

/**
 * Takes a probe's right answer as proof that the machine is up: the meter starts the clock, or has it go on where it had
 * stopped it, or the renter's signed resumption goes on its way.
 */
export function proveInstance(market: Market, { rentalId }: { rentalId: Hash }): Promise<void> {
  return runCommand(market, { kind: 'SYSTEM', name: 'probe-instance' }, async (tx) => {
    const known = await rentals.find(tx, rentalId);
    if (known === undefined) return unrecorded(undefined);
    const { offer } = known.order;
    await lockSlice(tx, offer);
    const rental = await rentals.lock(tx, rentalId);
    const instance = await instances.lock(tx, rentalId);
    if (rental === undefined || instance === undefined || instance.provedAt !== undefined)
      return unrecorded(undefined);
    if (!(await awaitsProof(tx, market, rental))) return unrecorded(undefined);
    const now = market.clock.now();
    await instances.prove(tx, rentalId, now);
    const proved = { kind: 'instance.proved', subject: `rental:${rentalId}`, facts: {} };
    const records = [proved, ...(await recordRecovery(tx, market, instance, now))] as const;
    if (offer.class === 'INTERRUPTIBLE' && instance.givenAt !== undefined) {
      const matched = await matchSlice(tx, market, offer);
      return { output: undefined, ...matched, records: [...records, ...matched.records] };
    }
    return { output: undefined, records, intents: await letClockRun(tx, market, rental) };
  });
}

/** What was withheld until now is released; a start is asked for, where it is the market's to ask. */
async function letClockRun(
  tx: Tx,
  market: Market,
  { id, order, state }: Rental,
): Promise<Intent[]> {
  const now = market.clock.now();
  await release(tx, id, 'RESUME_BY_RENTER', now);
  if (state === 'HALTED') return resumption(tx, market, id);
  const { meter } = order.offer;
  if (state !== 'RESERVED' || order.starter !== 'METER' || meter !== market.policy.meter) return [];
  await release(tx, id, 'START', now);
  return [intentFor(market.policy.chainId, id, { purpose: 'START', order })];
}
