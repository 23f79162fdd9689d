const secondsPerHour = 3600n;
const bpsOfWhole = 10_000n;

/** What the contract keeps of a rental's clock: the inputs of its arithmetic (slots A and B). */
export interface Meter {
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
export function solventUntil(meter: Meter): bigint {
  if (meter.ratePerHourUnits === 0n) return meter.endsAt;
  const left = meter.fundedUnits * secondsPerHour - meter.numUnitSeconds;
  return meter.clockFrom + left / meter.ratePerHourUnits;
}

/** The last billable second: the agreed end or the end of the money. After an end it is the end. */
export function endCap(meter: Meter): bigint {
  const solvent = meter.ended ? meter.endsAt : solventUntil(meter);
  return solvent < meter.endsAt ? solvent : meter.endsAt;
}

/**
 * Units accrued at `at`: one numerator in unit-seconds, floored once, so that k whole hours cost exactly k prices
 * and any number of settlements gives the total of one.
 */
export function grossAt(meter: Meter, at: bigint): bigint {
  const cap = endCap(meter);
  const until = at < cap ? at : cap;
  const elapsed = until > meter.clockFrom ? until - meter.clockFrom : 0n;
  const gross = (meter.numUnitSeconds + meter.ratePerHourUnits * elapsed) / secondsPerHour;
  return gross < meter.fundedUnits ? gross : meter.fundedUnits;
}

/** Units that nobody can take back any more: what had accrued a window ago. */
export function vestedAt(meter: Meter, now: bigint, windowSeconds: bigint): bigint {
  return grossAt(meter, now > windowSeconds ? now - windowSeconds : 0n);
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
