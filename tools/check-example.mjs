/**
 * Reads the output of `npm start -- --once --json` and fails unless its last line has exactly the money
 * of the published example: an RTX 4090 at $0.59 per hour for 2 hours, with a deposit of 5 dollars.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

const EXAMPLE = {
  seconds: 7200,
  grossUnits: 1_180_000,
  feeUnits: 118_000,
  providerUnits: 1_062_000,
  refundUnits: 3_820_000,
  auditDifferenceUnits: 0,
};

const lastLine = readFileSync(0, 'utf8').trimEnd().split('\n').at(-1);
const { rentalId, readyMs, ...money } = JSON.parse(lastLine);
assert.deepEqual(money, EXAMPLE);
assert.match(rentalId, /^0x[0-9a-f]{64}$/);
assert.ok(Number.isFinite(readyMs) && readyMs > 0);
console.log(`The example's money is exact; it was ready after ${readyMs} ms`);
