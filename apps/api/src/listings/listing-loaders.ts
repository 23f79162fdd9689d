import { machines, rentals } from '@gpuflow/db';
import type { Listing, Machine } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { inOrder, type Wanted } from '../graphql/wanted.js';
import { maintenanceOf } from '../machines/maintenance-ahead.js';
import { voidPositions } from './void-position.js';

/** A listing, with what a search has joined to it already. */
type JoinedListing = Listing & { machine?: Machine; available?: boolean };

export function listingLoaders(market: Market) {
  const { db } = market;
  return {
    async machine(wanted: Wanted<JoinedListing>) {
      const missing = wanted.filter(({ obj }) => obj.machine === undefined);
      const ids = missing.map(({ obj }) => obj.machineId);
      const read = ids.length === 0 ? [] : await machines.findMany(db, ids);
      const joined = wanted.flatMap(({ obj }) => obj.machine ?? []);
      return inOrder(
        wanted.map(({ obj }) => obj.machineId),
        [...joined, ...read],
        ({ id }) => id,
      );
    },
    async available(wanted: Wanted<JoinedListing>) {
      const missing = wanted.filter(({ obj }) => obj.available === undefined);
      const ids = missing.map(({ obj }) => obj.id);
      const held = ids.length === 0 ? new Set() : await rentals.heldAmong(db, ids);
      return wanted.map(({ obj }) => obj.available ?? !held.has(obj.id));
    },
    maintenance: (wanted: Wanted<JoinedListing>) =>
      maintenanceOf(
        market,
        wanted.map(({ obj }) => obj.machineId),
      ),
    voided: (wanted: Wanted<JoinedListing>) =>
      voidPositions(
        market,
        wanted.map(({ obj }) => obj),
      ),
  };
}
