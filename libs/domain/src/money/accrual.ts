const secondsPerHour = 3600n;
const bpsOfWhole = 10_000n;

/** What the contract keeps of a rental's clock: the inputs of its arithmetic (slots A and B). */
export interface RentalClock {
  fundedUnits: bigint;
  /** Unit-seconds of closed segments. */
  numUnitSeconds: bigint;
  /** Chain time at which the running segment began, in seconds; 0 before the start. */
  clockFrom: bigint;
  /** maxEnd while it runs, endedAt after the end. */
  endsAt: bigint;
  /** Price per hour while RUNNING or ENDED; 0 where no clock runs. */
  ratePerHourUnits: bigint;
  ended: boolean;
}

/** The second at which the deposit is used up; `endsAt` where no clock runs. */
export function solventUntil(clock: RentalClock): bigint {
  if (clock.ratePerHourUnits === 0n) return clock.endsAt;
  const left = clock.fundedUnits * secondsPerHour - clock.numUnitSeconds;
  return clock.clockFrom + left / clock.ratePerHourUnits;
}

/** The last billable second: the agreed end or the end of the money. After an end it is the end. */
export function endCap(clock: RentalClock): bigint {
  const solvent = clock.ended ? clock.endsAt : solventUntil(clock);
  return solvent < clock.endsAt ? solvent : clock.endsAt;
}

/**
 * Units accrued at `at`: one numerator in unit-seconds, floored once, so that k whole hours cost exactly k prices
 * and any number of settlements gives the total of one.
 */
export function grossAt(clock: RentalClock, at: bigint): bigint {
  const cap = endCap(clock);
  const until = at < cap ? at : cap;
  const elapsed = until > clock.clockFrom ? until - clock.clockFrom : 0n;
  const gross = (clock.numUnitSeconds + clock.ratePerHourUnits * elapsed) / secondsPerHour;
  return gross < clock.fundedUnits ? gross : clock.fundedUnits;
}

/** Units that nobody can take back any more: what had accrued a window ago. */
export function vestedAt(clock: RentalClock, now: bigint, windowSeconds: bigint): bigint {
  return grossAt(clock, now > windowSeconds ? now - windowSeconds : 0n);
}

/** The platform's part of a cumulative gross. The fee of a settlement is the difference of two of these. */
export function feeOf(grossUnits: bigint, feeBps: number): bigint {
  return (grossUnits * BigInt(feeBps)) / bpsOfWhole;
}

/** The price of `seconds`, rounded up: the deposit that surely lasts that long. */
export function depositFor(pricePerHourUnits: bigint, seconds: bigint): bigint {
  return (pricePerHourUnits * seconds + secondsPerHour - 1n) / secondsPerHour;
}

/** The whole seconds that a deposit pays for. */
export function secondsFor(depositUnits: bigint, pricePerHourUnits: bigint): bigint {
  return (depositUnits * secondsPerHour) / pricePerHourUnits;
}
