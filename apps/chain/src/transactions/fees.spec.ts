import { Fault } from '@gpuflow/domain';
import { feeCap, feesUnder, purposesAt, raisedFees } from './fees.js';

const gwei = 1_000_000_000n;
const feesOf = (maxFee: bigint, tip: bigint) => ({
  maxFeePerGas: maxFee * gwei,
  maxPriorityFeePerGas: tip * gwei,
});

describe('feesUnder', () => {
  it.each([
    ['twice the base fee and the tip', 10n, 2n, 100n, 22n, 2n],
    ['no more than the cap', 60n, 2n, 100n, 100n, 2n],
    ['no more tip than fee', 1n, 300n, 100n, 100n, 100n],
    ['the cap where it just covers the base fee', 100n, 1n, 100n, 100n, 1n],
    ['no tip where none is asked', 10n, 0n, 100n, 20n, 0n],
  ])('offers %s', (_, base, tip, cap, fee, offeredTip) => {
    const price = { baseFeePerGas: base * gwei, tip: tip * gwei };
    expect(feesUnder(cap * gwei, price)).toEqual(feesOf(fee, offeredTip));
  });

  it('offers nothing where the base fee is above the cap', () => {
    expect(feesUnder(99n, { baseFeePerGas: 100n, tip: 1n })).toBeUndefined();
  });
});

describe('raisedFees', () => {
  type Pair = [bigint, bigint];
  it.each<[string, Pair, Pair, Pair]>([
    ['both by more than an eighth', [80n, 8n], [1n, 1n], [90n * gwei + 1n, 9n * gwei + 1n]],
    ['to what is wanted, where that is more', [80n, 8n], [200n, 20n], [200n * gwei, 20n * gwei]],
    ['a tip of nothing as well', [80n, 0n], [1n, 0n], [90n * gwei + 1n, 1n]],
    ['never the tip above the fee', [8n, 8n], [1n, 50n], [9n * gwei + 1n, 9n * gwei + 1n]],
  ])('raises %s', (_, before, wanted, [maxFeePerGas, maxPriorityFeePerGas]) => {
    expect(raisedFees(feesOf(...before), feesOf(...wanted))).toEqual({
      maxFeePerGas,
      maxPriorityFeePerGas,
    });
  });

  it('satisfies a node that asks for an eighth, to the wei', () => {
    for (let fee = 0n; fee < 200n; fee += 1n) {
      const before = { maxFeePerGas: fee, maxPriorityFeePerGas: fee };
      const after = raisedFees(before, { maxFeePerGas: 0n, maxPriorityFeePerGas: 0n });
      expect(after.maxFeePerGas * 8n).toBeGreaterThan(fee * 9n - 1n);
      expect(after.maxPriorityFeePerGas).toBeGreaterThan(fee);
    }
  });
});

describe('purposesAt', () => {
  const at = (baseFeePerGas: bigint) => purposesAt({ baseFeePerGas, tip: 0n }, 100n);

  it('lets everything be sent up to a quarter of the cap, and then only what is urgent', () => {
    expect(feeCap(100n, false)).toBe(25n);
    expect(at(25n)).toEqual(expect.arrayContaining(['HALT', 'STOP', 'SETTLE', 'CLOSE', 'EXPIRE']));
    const signed = ['PAUSE', 'RESUME_BY_RENTER', 'AMEND', 'SET_DELEGATE'];
    expect(at(26n)).toEqual(['OPEN', 'START', 'PREEMPT', 'HALT', 'RESUME', 'STOP', ...signed]);
    expect(at(100n)).toEqual(at(26n));
  });

  it('lets nothing be sent above the cap', () => {
    expect(() => at(101n)).toThrow(Fault);
  });
});
