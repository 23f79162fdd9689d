import { Refusal } from '../refusal.js';

/** Both ends are allowed. */
export interface Bounds {
  least: number;
  most: number;
}

/** Refuses `MALFORMED_INPUT` for a number outside its bounds, and for what is no number. */
export function refuseOutside(field: string, have: number, { least, most }: Bounds): void {
  if (have >= least && have <= most) return;
  throw new Refusal('MALFORMED_INPUT', { field, reason: `not from ${least} to ${most}` });
}

/** Refuses `MALFORMED_INPUT` for an amount that no balance of the escrow can have: it has 96 bits. */
export function refuseAmount(field: string, have: bigint): void {
  if (have >= 0n && have < 1n << 96n) return;
  throw new Refusal('MALFORMED_INPUT', { field, reason: 'not an amount of 96 bits' });
}
