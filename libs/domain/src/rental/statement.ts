import type { EscrowRental } from '../chain/fold-rental.js';
import { feeOf } from '../money/accrual.js';
import { billedSecondsAt, endCap, grossAt, vestedAt } from '../money/clock.js';

/** What a rental has cost so far and who got what, to the unit, as the contract counts it. */
export interface Statement {
  startedAt: bigint | undefined;
  /** The last billed second so far. */
  through: bigint | undefined;
  /** When it ends by itself, because time or money has run out; once it has ended, when it did. */
  endsAt: bigint;
  /** Seconds that were charged, at the price or for storage. */
  billedSeconds: bigint;
  /** The price in force. */
  pricePerHourUnits: bigint;
  grossUnits: bigint;
  /** Of `grossUnits`, what nobody can take back any more. */
  vestedUnits: bigint;
  /** The platform's and the provider's part of `grossUnits`. */
  feeUnits: bigint;
  providerUnits: bigint;
  /** Already credited to the provider and the fee bucket. */
  claimedUnits: bigint;
  refundedUnits: bigint;
  /** What a stop at this second would return. */
  refundIfStoppedUnits: bigint;
}

/** The statement of a rental at chain time `now`. */
export function statement(rental: EscrowRental, now: bigint): Statement {
  const { grossUnits, vestedUnits } = costAt(rental, now);
  const feeUnits = feeOf(grossUnits, rental.order.feeBps);
  return {
    startedAt: rental.startedAt,
    through: billedThrough(rental, now),
    endsAt: endCap(rental),
    billedSeconds: billedSecondsAt(rental, now),
    pricePerHourUnits: rental.pricePerHourUnits,
    grossUnits,
    vestedUnits,
    feeUnits,
    providerUnits: grossUnits - feeUnits,
    claimedUnits: rental.claimedUnits,
    refundedUnits: rental.refundedUnits,
    refundIfStoppedUnits: rental.fundedUnits - grossUnits,
  };
}

/** Once all is paid, what was paid is what it cost: the sides may have agreed on less than the clock says. */
function costAt(rental: EscrowRental, now: bigint) {
  if (rental.state === 'CLOSED')
    return { grossUnits: rental.claimedUnits, vestedUnits: rental.claimedUnits };
  const window = BigInt(rental.order.offer.window);
  return { grossUnits: grossAt(rental, now), vestedUnits: vestedAt(rental, now, window) };
}

function billedThrough(rental: EscrowRental, now: bigint): bigint | undefined {
  if (rental.startedAt === undefined) return undefined;
  const { rate, from } = rental.clock.current;
  const bounds = [now, endCap(rental), ...(rate === 'NONE' ? [from] : [])];
  return bounds.reduce((least, bound) => (bound < least ? bound : least));
}
