import type { ChainRental } from '../chain/fold-rental.js';
import { endCap, feeOf, grossAt, vestedAt, type RentalClock } from '../money/accrual.js';

/** What a rental has cost so far and who got what, to the unit, as the contract counts it. */
export interface Statement {
  startedAt: bigint | undefined;
  /** The last billed second so far. */
  through: bigint | undefined;
  billedSeconds: bigint;
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
export function statement(rental: ChainRental, now: bigint): Statement {
  const clock = clockOf(rental);
  const gross = grossAt(clock, now);
  const fee = feeOf(gross, rental.order.feeBps);
  const through = billedThrough(rental, now);
  return {
    startedAt: rental.startedAt,
    through,
    billedSeconds: through === undefined ? 0n : through - (rental.startedAt ?? through),
    grossUnits: gross,
    vestedUnits: vestedAt(clock, now, BigInt(rental.order.offer.window)),
    feeUnits: fee,
    providerUnits: gross - fee,
    claimedUnits: rental.claimedUnits,
    refundedUnits: rental.refundedUnits,
    refundIfStoppedUnits: rental.fundedUnits - gross,
  };
}

/** The inputs of the contract's arithmetic, from what the logs told. */
export function clockOf(rental: ChainRental): RentalClock {
  return {
    fundedUnits: rental.fundedUnits,
    numUnitSeconds: 0n,
    clockFrom: rental.startedAt ?? 0n,
    endsAt: rental.endsAt,
    ratePerHourUnits: rental.startedAt === undefined ? 0n : rental.order.pricePerHour,
    ended: rental.endedAt !== undefined,
  };
}

function billedThrough(rental: ChainRental, now: bigint): bigint | undefined {
  if (rental.startedAt === undefined) return undefined;
  const clock = clockOf(rental);
  const cap = endCap(clock);
  return now < cap ? now : cap;
}
