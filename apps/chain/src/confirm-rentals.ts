import { chainCursors, rentals } from '@gpuflow/db';
import { Fault, type Hash } from '@gpuflow/domain';
import { confirmRental, refuseOpening, rollBackRental, type Market } from '@gpuflow/marketplace';
import type { Chain } from './chain.js';
import { confirmedHeight } from './indexer/heights.js';

/** The most rentals that one step hands to the market. */
const rentalsMax = 200;

/** Hands to the market the rentals of which the chain tells more than it has acted on, once that is deep enough. */
export async function confirmRentals({ market, confirmations }: Chain): Promise<void> {
  const { db, policy } = market;
  const cursor = await chainCursors.find(db, policy.chainId);
  if (cursor === undefined) return;
  const height = confirmedHeight(cursor.number, confirmations);
  const ids = await rentals.awaitingConfirmation(db, policy.chainId, height, rentalsMax);
  for (const rentalId of ids) {
    await handOver(market, rentalId, 'rental confirmed', () => confirmRental(market, { rentalId }));
  }
  await refuseTakenBack(market, height);
}

/** The renter's own transaction took the order back: it opens nothing any more. */
async function refuseTakenBack(market: Market, height: bigint): Promise<void> {
  const { chainId } = market.policy;
  for (const rentalId of await rentals.takenBack(market.db, chainId, height, rentalsMax)) {
    const refusal = { rentalId, code: 'ORDER_CANCELLED', facts: { rentalId } } as const;
    await handOver(market, rentalId, 'order taken back', () => refuseOpening(market, refusal));
  }
}

/**
 * Hands to the market the rentals on which it had acted because of logs that are gone. Answers whether there may be
 * more of them, or some are left: one whose listing another rental holds must wait until that gives way.
 */
export async function rollBackRentals({ market }: Chain): Promise<boolean> {
  const ids = await rentals.orphaned(market.db, market.policy.chainId, rentalsMax);
  let left = ids.length === rentalsMax;
  for (const rentalId of ids) {
    const work = () => rollBackRental(market, { rentalId });
    if (!(await handOver(market, rentalId, 'rental rolled back', work))) left = true;
  }
  return left;
}

/**
 * A rental over which the market stumbles must not hold up the others: it is handed over again at the next step.
 * Answers whether the market took it.
 */
async function handOver(
  { log }: Market,
  rentalId: Hash,
  done: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    log.info({ rentalId }, done);
    return true;
  } catch (error) {
    if (error instanceof Fault) throw error;
    log.error({ rentalId, err: error }, 'market failed over a rental');
    return false;
  }
}
