const secondsPerHour = 3600n;
const bpsOfWhole = 10_000n;

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
