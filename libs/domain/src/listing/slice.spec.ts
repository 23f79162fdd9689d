import fc from 'fast-check';
import { listing, machine as sample, offer } from '../fixture/terms.js';
import { Refusal } from '../refusal.js';
import type { Listing } from './listing.js';
import { refuseOverlap, refuseSlice, shareOf, wholeMachine, type Slice } from './slice.js';

const machine = { ...sample, gpuCount: 8, diskGb: 1_000 };
const hashOf = ({ gpuIndices, diskGb }: Slice) =>
  `0x${gpuIndices.join('').padStart(32, 'f')}${`${diskGb}`.padStart(32, '0')}` as const;

const anyOffering = fc.record({
  slice: fc.record({
    gpuIndices: fc.subarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 1 }),
    diskGb: fc.integer({ min: 1, max: 400 }),
  }),
  class: fc.constantFrom('ON_DEMAND' as const, 'INTERRUPTIBLE' as const),
});

/** Those of some wishes to list that are granted, one after another. */
function granted(wishes: { slice: Slice; class: 'ON_DEMAND' | 'INTERRUPTIBLE' }[]): Listing[] {
  const active: Listing[] = [];
  for (const [n, { slice, class: wanted }] of wishes.entries()) {
    const offered = { ...offer, class: wanted, assetHash: hashOf(slice) };
    try {
      refuseSlice(slice, machine);
      refuseOverlap({ offer: offered, slice }, machine, active);
      active.push({ ...listing, id: `${n}`, slice, offer: offered });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
  }
  return active;
}

it('the active listings of a machine share no GPU, and no more disk than it has', () => {
  fc.assert(
    fc.property(fc.array(anyOffering, { maxLength: 30 }), (wishes) => {
      const active = granted(wishes);
      for (const rentalClass of ['ON_DEMAND', 'INTERRUPTIBLE']) {
        const ofClass = active.filter(({ offer: { class: its } }) => its === rentalClass);
        const gpus = ofClass.flatMap(({ slice }) => slice.gpuIndices);
        expect(new Set(gpus).size).toBe(gpus.length);
      }
      const slices = new Map(active.map(({ offer: { assetHash }, slice }) => [assetHash, slice]));
      const gpus = [...slices.values()].flatMap(({ gpuIndices }) => gpuIndices);
      expect(new Set(gpus).size).toBe(gpus.length);
      const diskGb = [...slices.values()].reduce((sum, slice) => sum + slice.diskGb, 0);
      expect(diskGb).toBeLessThanOrEqual(1_000);
    }),
  );
});

it('one slice may be offered on demand and interruptibly, and in no class twice', () => {
  const slice = { gpuIndices: [0, 1], diskGb: 400 };
  const onDemand = { slice, class: 'ON_DEMAND' } as const;
  const interruptible = { slice, class: 'INTERRUPTIBLE' } as const;
  expect(granted([onDemand, interruptible])).toHaveLength(2);
  expect(granted([onDemand, onDemand])).toHaveLength(1);
  const part = { slice: { gpuIndices: [1], diskGb: 400 }, class: 'INTERRUPTIBLE' } as const;
  expect(granted([onDemand, part])).toHaveLength(1);
});

it('a slice has its part of CPU and memory', () => {
  expect(wholeMachine({ gpuCount: 2, diskGb: 5 })).toEqual({ gpuIndices: [0, 1], diskGb: 5 });
  expect(shareOf(33, { gpuIndices: [0, 1, 2], diskGb: 1 }, 8)).toBe(12);
  expect(shareOf(4, { gpuIndices: [7], diskGb: 1 }, 8)).toBe(1);
});
