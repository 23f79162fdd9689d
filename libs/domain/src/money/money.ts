import type { Address } from '../ids.js';

/** An amount in base units of a token. */
export interface Money {
  units: bigint;
  token: Address;
}

/** Base units as people write them: `1180000` with 6 decimals is `1.18`. Exact; trailing zeros beyond two are dropped. */
export function formatUnits(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/, '');
  return fraction === '' && decimals === 0
    ? `${sign}${whole}`
    : `${sign}${whole}.${fraction.padEnd(2, '0')}`;
}
