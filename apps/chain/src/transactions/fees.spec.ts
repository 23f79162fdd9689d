import { Fault } from '@gpuflow/domain';
import { cappedFees } from './fees.js';

const gwei = 1_000_000_000n;

describe('cappedFees', () => {
  it.each([
    ['twice the base fee and the tip', 10n, 2n, 100n, 22n, 2n],
    ['no more than the cap', 60n, 2n, 100n, 100n, 2n],
    ['no more tip than fee', 1n, 300n, 100n, 100n, 100n],
    ['the cap where it just covers the base fee', 100n, 1n, 100n, 100n, 1n],
    ['no tip where none is asked', 10n, 0n, 100n, 20n, 0n],
  ])('offers %s', (_, base, tip, cap, fee, offeredTip) => {
    expect(cappedFees(base * gwei, tip * gwei, cap * gwei)).toEqual({
      maxFeePerGas: fee * gwei,
      maxPriorityFeePerGas: offeredTip * gwei,
    });
  });

  it('offers nothing where the base fee is above the cap', () => {
    expect(() => cappedFees(100n * gwei + 1n, 1n, 100n * gwei)).toThrow(Fault);
  });
});
