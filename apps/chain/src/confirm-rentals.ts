import { chainCursors, chainLogs, rentals } from '@gpuflow/db';
import {
  confirmedHeights,
  Fault,
  isRentalLog,
  type ConfirmationPolicy,
  type ConfirmedHeight,
  type Hash,
  type Placed,
  type RentalLog,
} from '@gpuflow/domain';
import {
  adoptRental,
  confirmRental,
  milestone,
  refuseOpening,
  rollBackRental,
  type RentalNews,
} from '@gpuflow/marketplace';
import type { Chain } from './chain.js';
import { keyed } from './indexer/read-batch.js';

/** The most rentals that one step hands to the market. */
const rentalsMax = 200;

/** Hands to the market the rentals of which the chain tells more than it has acted on, once that is deep enough. */
export async function confirmRentals(chain: Chain): Promise<void> {
  const { market } = chain;
  const { db, policy } = market;
  const cursor = await chainCursors.find(db, policy.chainId);
  if (cursor === undefined) return;
  const { number: headNumber, finalizedNumber } = cursor;
  const confirmed = confirmedHeights(policyOf(chain), { headNumber, finalizedNumber });
  await adoptRentals(market, confirmed);
  const ids = await rentals.awaitingConfirmation(db, policy.chainId, confirmed, rentalsMax);
  for (const rentalId of ids) {
    await handOver(market, rentalId, 'rental confirmed', async () =>
      confirmRental(market, { rentalId, news: await newsOf(market, rentalId) }),
    );
  }
  await refuseTakenBack(market, confirmed);
}

/** What the chain has said of a rental since the market acted on it last. */
async function newsOf({ db, policy }: Chain['market'], rentalId: Hash): Promise<RentalNews[]> {
  const rental = await rentals.find(db, rentalId);
  const stored = await chainLogs.ofRental(db, policy.chainId, rentalId, rental?.chainSeq ?? 0);
  return stored.flatMap(keyed).flatMap(({ log }) => (isRentalLog(log) ? [newsIn(log)] : []));
}

function newsIn({ kind, seq, at, rentalId: _, ...facts }: Placed<RentalLog>): RentalNews {
  // The whole order is the rental's own already.
  return { kind, seq, at, facts: kind === 'RENTAL_OPENED' ? {} : facts };
}

/** Openings that no one asked the market for: their confirmation follows at once. */
async function adoptRentals(
  market: Chain['market'],
  confirmed: readonly ConfirmedHeight[],
): Promise<void> {
  const { db, policy } = market;
  const found = await rentals.adoptable(db, policy.chainId, confirmed, rentalsMax);
  for (const adoption of found) {
    await handOver(market, adoption.rentalId, 'rental adopted', () =>
      adoptRental(market, adoption),
    );
  }
}

function policyOf({ confirmations, confirmationRules = [] }: Chain): ConfirmationPolicy {
  return [{ fromTokens: 0n, depth: confirmations }, ...confirmationRules];
}

/** The renter's own transaction took the order back: it opens nothing any more. */
async function refuseTakenBack(
  market: Chain['market'],
  confirmed: readonly ConfirmedHeight[],
): Promise<void> {
  const { chainId } = market.policy;
  for (const rentalId of await rentals.takenBack(market.db, chainId, confirmed, rentalsMax)) {
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
  { log }: Chain['market'],
  rentalId: Hash,
  done: string,
  work: () => Promise<void>,
): Promise<boolean> {
  try {
    await work();
    milestone('rental.handed-over', { rentalId });
    log.info({ rentalId }, done);
    return true;
  } catch (error) {
    if (error instanceof Fault) throw error;
    log.error({ rentalId, err: error }, 'market failed over a rental');
    return false;
  }
}
