import { chainCursors, chainRentals, instances, listings, machines } from '@gpuflow/db';
import type { ChainRental, Hash, Rental } from '@gpuflow/domain';
import { standingsOf, type Market } from '@gpuflow/marketplace';

import { inOrder, type Wanted } from '../graphql/wanted.js';
import { maintenanceOf } from '../machines/maintenance-ahead.js';
import { chainMomentOf, positionOf } from '../settlement/chain-position.js';
import type { RentedInstance } from './instance-endpoint.js';
import { rentalBid } from './rental-bid.js';
import { rentalOnChain } from './rental-on-chain.js';

/** What a rental is about, and what the chain and its machine say of it. */
export function rentalLoaders(market: Market) {
  const { db, policy } = market;
  const { chainId } = policy;
  const onChain = async (wanted: Wanted<Rental>) => {
    const ids = idsOf(wanted);
    return inOrder(ids, await chainRentals.findMany(db, chainId, ids), ({ rentalId }) => rentalId);
  };
  const machinesOf = async (wanted: Wanted<Rental>) => {
    const ids = wanted.map(({ obj }) => obj.machineId);
    return inOrder(ids, await machines.findMany(db, ids), ({ id }) => id);
  };
  return {
    machine: machinesOf,
    async maintenance(wanted: Wanted<Rental>) {
      const ids = wanted.map(({ obj }) => obj.machineId);
      return (await maintenanceOf(market, ids)).map((windows, index) => {
        const endsAt = (wanted[index]?.obj.order.maxEnd ?? 0) * 1000;
        return windows.filter(({ startsAt }) => startsAt.getTime() < endsAt);
      });
    },
    async listing(wanted: Wanted<Rental>) {
      const ids = wanted.map(({ obj }) => obj.listingId);
      return inOrder(ids, await listings.findMany(db, ids), ({ id }) => id);
    },
    async instance(wanted: Wanted<Rental>): Promise<(RentedInstance | undefined)[]> {
      const ids = idsOf(wanted);
      const found = await instances.findMany(db, ids);
      const hosts = await machinesOf(wanted);
      return inOrder(ids, found, ({ rentalId }) => rentalId).map((instance, index) => {
        const endpointHost = hosts[index]?.endpointHost;
        return instance && { ...instance, endpointHost, renter: wanted[index]?.obj.renter };
      });
    },
    startedAt: async (wanted: Wanted<Rental>) => (await onChain(wanted)).map(startOf),
    endedAt: async (wanted: Wanted<Rental>) => (await onChain(wanted)).map(endOf),
    async onChain(wanted: Wanted<Rental>) {
      const cursor = await chainCursors.find(db, chainId);
      const found = await onChain(wanted);
      return wanted.map(({ obj }, index) => {
        const rental = found[index];
        return rental && cursor && rentalOnChain(obj, rental, cursor);
      });
    },
    async bid(wanted: Wanted<Rental>) {
      const standings = await standingsOf(
        market,
        wanted.map(({ obj }) => obj),
      );
      return wanted.map(({ obj }, index) => {
        const standing = standings[index];
        return standing && rentalBid(obj, standing);
      });
    },
    async position(wanted: Wanted<Rental>) {
      const cursor = await chainCursors.find(db, chainId);
      const found = await onChain(wanted);
      return found.map((rental) => rental && cursor && positionOf(cursor, rental.last));
    },
  };
}

function idsOf(wanted: Wanted<Rental>): Hash[] {
  return wanted.map(({ obj }) => obj.id);
}

function startOf(rental: ChainRental | undefined): Date | undefined {
  return chainMomentOf(rental?.startedAt);
}

function endOf(rental: ChainRental | undefined): Date | undefined {
  return chainMomentOf(rental?.endedAt);
}
