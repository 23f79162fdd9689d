import { changedHours, daySeconds, hourSeconds, periodOf, type Fill } from './fill.js';
import { utilisation } from './rollup.js';

const fill: Fill = {
  rentalId: `0x${'1'.repeat(64)}`,
  token: `0x${'2'.repeat(40)}`,
  gpuModel: 'RTX 4090',
  tier: 'COMMUNITY',
  class: 'ON_DEMAND',
  gpuCount: 1,
  pricePerGpuHourUnits: 380_000n,
  startedAt: 7_300n,
  endsAt: 14_300n,
  lastBlock: 5n,
};
const { rentalId } = fill;
const far = 1_000_000n;

it.each<[string, Fill | undefined, Fill | undefined, bigint, bigint[]]>([
  ['a new one: all that it is part of', undefined, fill, far, [7_200n, 10_800n]],
  ['one that is gone: the same', fill, undefined, far, [7_200n, 10_800n]],
  ['one that is as it was: none', fill, fill, far, []],
  [
    'one that ends later: from one end to the other',
    fill,
    { ...fill, endsAt: 18_001n },
    far,
    [10_800n, 14_400n, 18_000n],
  ],
  [
    'one that ended sooner: the same',
    { ...fill, endsAt: 18_001n },
    fill,
    far,
    [10_800n, 14_400n, 18_000n],
  ],
  [
    'one whose price is another: all',
    fill,
    { ...fill, pricePerGpuHourUnits: 1n },
    far,
    [7_200n, 10_800n],
  ],
  [
    'one that started in another hour: both lives',
    fill,
    { ...fill, startedAt: 3_600n },
    far,
    [7_200n, 10_800n, 3_600n],
  ],
  [
    'one that ended when it started: its hour',
    undefined,
    { ...fill, endsAt: 7_300n },
    far,
    [7_200n],
  ],
  [
    'one that goes on: only hours that are rolled up',
    undefined,
    { ...fill, endsAt: far },
    10_800n,
    [7_200n],
  ],
])('changes, of %s', (_name, before, after, until, hours) => {
  expect([...changedHours([{ rentalId, before, after }], until)]).toEqual(hours);
});

it('puts a second into its hour and its day', () => {
  expect(periodOf(90_061n, hourSeconds)).toBe(90_000n);
  expect(periodOf(90_061n, daySeconds)).toBe(86_400n);
});

it('is used by what was rented of what was on offer, and not at all where nothing was', () => {
  expect(utilisation({ rentedGpuSeconds: 900n, listedGpuSeconds: 3_600n })).toBe(0.25);
  expect(utilisation({ rentedGpuSeconds: 0n, listedGpuSeconds: 0n })).toBeUndefined();
});
