import assert from 'node:assert/strict';

/** The money of the published example: an RTX 4090 at $0.59 per hour for 2 hours, out of a deposit of 5 dollars. */
const figures = {
  seconds: 7200,
  grossUnits: 1_180_000,
  feeUnits: 118_000,
  providerUnits: 1_062_000,
  refundUnits: 3_820_000,
  auditDifferenceUnits: 0,
};

/**
 * Reads what `npm start -- --once --json` printed, and throws unless its last line has exactly the example's money.
 * Answers after how many milliseconds it was ready.
 */
export function readExample(output) {
  const { rentalId, readyMs, ...money } = JSON.parse(output.trimEnd().split('\n').at(-1));
  assert.deepEqual(money, figures);
  assert.match(rentalId, /^0x[0-9a-f]{64}$/);
  assert.ok(Number.isFinite(readyMs) && readyMs > 0);
  return readyMs;
}
