import type { MachineFacts } from '../machine/facts.js';
import type { Machine } from '../machine/machine.js';
import { Refusal } from '../refusal.js';
import type { Listing } from './listing.js';
import type { Offer } from './offer.js';

/** What is offered of a machine: some of its GPUs, and a share of its disk. CPU and memory follow the GPUs. */
export interface Slice {
  /** Ascending, from 0: as `nvidia-smi` numbers them. */
  gpuIndices: readonly number[];
  /** All the disk that its rentals may use together. */
  diskGb: number;
}

/** All of a machine. */
export function wholeMachine({
  gpuCount,
  diskGb,
}: Pick<MachineFacts, 'gpuCount' | 'diskGb'>): Slice {
  return { gpuIndices: Array.from({ length: gpuCount }, (_, index) => index), diskGb };
}

/** What a slice has of its machine's CPU and memory: as large a part as of its GPUs, whole, and at least 1. */
export function shareOf(whole: number, { gpuIndices }: Slice, gpuCount: number): number {
  return Math.max(1, Math.floor((whole * gpuIndices.length) / gpuCount));
}

/** Refuses `MALFORMED_INPUT` or `TERMS_OUT_OF_BOUNDS` for what is no slice of such a machine. */
export function refuseSlice({ gpuIndices, diskGb }: Slice, machine: MachineFacts): void {
  if (gpuIndices.length === 0) throw malformed('names no GPU');
  if (gpuIndices.some((index, place) => index <= (gpuIndices[place - 1] ?? -1)))
    throw malformed('not ascending from 0');
  const last = gpuIndices.at(-1) ?? 0;
  if (last >= machine.gpuCount) throw outOfBounds('slice.gpuIndices', last, machine.gpuCount - 1);
  if (diskGb < 1) throw outOfBounds('slice.diskGb', diskGb, 1);
  if (diskGb > machine.diskGb) throw outOfBounds('slice.diskGb', diskGb, machine.diskGb);
}

/**
 * Refuses `SLICE_OVERLAPS` where an active listing of the machine offers some of these GPUs, and `TERMS_OUT_OF_BOUNDS` where
 * the listings leave too little disk. One on-demand and one interruptible listing may offer the very same slice.
 */
export function refuseOverlap(
  { offer, slice }: { offer: Offer; slice: Slice },
  machine: Machine,
  others: readonly Listing[],
): void {
  for (const other of others) {
    const gpuIndices = sharedGpus(slice, other.slice);
    if (gpuIndices.length > 0 && !isOtherClassOf(other.offer, offer))
      throw new Refusal('SLICE_OVERLAPS', {
        machineId: machine.id,
        listingId: other.id,
        gpuIndices,
      });
  }
  const elsewhere = new Map(
    others
      .filter((other) => other.offer.assetHash !== offer.assetHash)
      .map((other) => [other.offer.assetHash, other.slice.diskGb]),
  );
  const leftGb = [...elsewhere.values()].reduce((left, diskGb) => left - diskGb, machine.diskGb);
  if (slice.diskGb > leftGb) throw outOfBounds('slice.diskGb', slice.diskGb, leftGb);
}

function sharedGpus(one: Slice, other: Slice): number[] {
  return one.gpuIndices.filter((index) => other.gpuIndices.includes(index));
}

function isOtherClassOf(one: Offer, other: Offer): boolean {
  return one.assetHash === other.assetHash && one.class !== other.class;
}

function malformed(reason: string) {
  return new Refusal('MALFORMED_INPUT', { field: 'slice.gpuIndices', reason });
}

function outOfBounds(term: string, have: number, bound: number) {
  return new Refusal('TERMS_OUT_OF_BOUNDS', { term, have: BigInt(have), bound: BigInt(bound) });
}
