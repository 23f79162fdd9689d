import { chainRentals, chainSecondOf, evidence, instances, intents, type Tx } from '@gpuflow/db';
import {
  endCap,
  intentFor,
  recoveryTold,
  type ChainRental,
  type Hash,
  type Instance,
  type Intent,
} from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { release } from '../rentals/withheld-intents.js';
import type { NewRecord, OutboxItem } from '../run-command.js';
import { settlementNow } from '../settlement.js';
import { sayEvidence } from './say-evidence.js';

/**
 * Has every instance of machines that are heard again probed: a beat says that a machine lives, and not that what was
 * rented does. In the transaction of the verdict.
 */
export async function probesOfRecovered(
  tx: Tx,
  machineIds: readonly string[],
): Promise<OutboxItem[]> {
  if (machineIds.length === 0) return [];
  const unproved = await instances.unprovedOf(tx, machineIds);
  return unproved.map(({ rentalId }) => ({ kind: 'probe-instance', payload: { rentalId } }));
}

/**
 * Says, at a probe's right answer, that a machine that was told of as down is up again. Answers its record; none where
 * nothing was told. Take the rental's lock first.
 */
export async function recordRecovery(
  tx: Tx,
  market: Market<ChainPolicy>,
  { rentalId, machineId }: Instance,
  recoveredAt: Date,
): Promise<NewRecord[]> {
  const last = await evidence.last(tx, rentalId);
  if (last?.up !== false) return [];
  const at = await chainSecondOf(tx, market.policy.chainId, recoveredAt);
  const stretches = recoveryTold(last, at);
  const observed = { machineId, probedAt: recoveredAt.toISOString() };
  await sayEvidence(tx, market, { rentalId, stretches, observed, ofHalt: false });
  const facts = { downSince: Number(last.from), upSince: Number(at) };
  return [{ kind: 'rental.machine_recovered', subject: `rental:${rentalId}`, facts }];
}

/**
 * The meter's wish to run the clock of a rental on demand again that it halted itself, once the instance is proved up.
 * None where the renter paused, or the provider said that it is down: the renter has the word then. Whether an
 * interruptible rental goes on is its slice's business.
 */
export async function resumption(
  tx: Tx,
  market: Market<ChainPolicy>,
  rentalId: Hash,
): Promise<Intent[]> {
  const { chainId } = market.policy;
  const chain = await chainRentals.find(tx, chainId, rentalId);
  if (chain?.order.offer.class !== 'ON_DEMAND') return [];
  if (!(await isHaltedByMeter(tx, market, chain))) return [];
  if ((await instances.find(tx, rentalId))?.provedAt === undefined) return [];
  await release(tx, rentalId, 'RESUME', market.clock.now());
  const { order, turn } = chain;
  return [intentFor(chainId, rentalId, { purpose: 'RESUME', rentalId, order, turn })];
}

/** Whether a rental stands still because the market's meter said so, and has time and money left to go on. */
export async function isHaltedByMeter(
  tx: Tx,
  market: Market<ChainPolicy>,
  chain: ChainRental,
): Promise<boolean> {
  const { state, halt, pausedByRenter, turn, rentalId } = chain;
  if (state !== 'HALTED' || halt !== 'DOWN' || pausedByRenter) return false;
  const { chainNow } = await settlementNow(market, tx);
  if (chainNow >= endCap(chain)) return false;
  const wishes = await intents.listOfRental(tx, rentalId);
  return wishes.some(
    ({ call, state: became }) =>
      call.purpose === 'HALT' && call.turn === turn - 1 && became !== 'REFUSED',
  );
}
