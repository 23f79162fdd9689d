import type { ChainRental, Hash } from '@gpuflow/domain';
import { clockFromJson } from '../clock-json.js';
import { hex, present, toJson, units } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { ChainRental as ChainRentalRow } from '../generated/client.js';
import { lastColumns, lastOf } from '../log-position.js';
import { orderFromJson } from '../order-json.js';

/** Writes folded rentals in place of what was there. */
export async function save(
  tx: Tx,
  chainId: number,
  rentals: readonly ChainRental[],
): Promise<void> {
  await remove(
    tx,
    chainId,
    rentals.map(({ rentalId }) => rentalId),
  );
  await tx[prisma].chainRental.createMany({
    data: rentals.map((rental) => toColumns(chainId, rental)),
  });
}

export async function remove(tx: Tx, chainId: number, rentalIds: Hash[]): Promise<void> {
  await tx[prisma].chainRental.deleteMany({ where: { chainId, rentalId: { in: rentalIds } } });
}

export async function find(
  tx: Tx,
  chainId: number,
  rentalId: Hash,
): Promise<ChainRental | undefined> {
  const row = await tx[prisma].chainRental.findUnique({
    where: { chainId_rentalId: { chainId, rentalId } },
  });
  return row === null ? undefined : toChainRental(row);
}

/** Those of `rentalIds` that the chain knows, in no order. */
export async function findMany(tx: Tx, chainId: number, rentalIds: Hash[]): Promise<ChainRental[]> {
  const rows = await tx[prisma].chainRental.findMany({
    where: { chainId, rentalId: { in: rentalIds } },
  });
  return rows.map(toChainRental);
}

/** Every rental of a chain, by id. */
export async function list(tx: Tx, chainId: number): Promise<ChainRental[]> {
  const rows = await tx[prisma].chainRental.findMany({
    where: { chainId },
    orderBy: { rentalId: 'asc' },
  });
  return rows.map(toChainRental);
}

/** Rentals that are not closed, in the order of their opening. */
export async function live(tx: Tx, chainId: number): Promise<ChainRental[]> {
  const rows = await tx[prisma].chainRental.findMany({
    where: { chainId, state: { in: ['RESERVED', 'RUNNING', 'HALTED', 'ENDED'] } },
    orderBy: [{ openedBlock: 'asc' }, { openedLogIndex: 'asc' }],
  });
  return rows.map(toChainRental);
}

function toColumns(chainId: number, rental: ChainRental) {
  const { order, opened } = rental;
  return {
    chainId,
    rentalId: rental.rentalId,
    seq: rental.seq,
    state: rental.state,
    renter: order.renter,
    provider: order.offer.provider,
    token: order.offer.token,
    order: toJson(order),
    pricePerHourUnits: rental.pricePerHourUnits.toString(),
    storagePricePerHourUnits: rental.storagePricePerHourUnits.toString(),
    repriced: rental.repriced,
    clock: toJson(rental.clock),
    toppedUpUnits: rental.toppedUpUnits.toString(),
    fundedUnits: rental.fundedUnits.toString(),
    claimedUnits: rental.claimedUnits.toString(),
    toProviderUnits: rental.toProviderUnits.toString(),
    feeUnits: rental.feeUnits.toString(),
    refundedUnits: rental.refundedUnits.toString(),
    startedAt: rental.startedAt ?? null,
    endsAt: rental.endsAt,
    endedAt: rental.endedAt ?? null,
    turn: rental.turn,
    retroLeftSeconds: rental.retroLeftSeconds,
    halt: rental.halt ?? null,
    pausedByRenter: rental.pausedByRenter,
    noticed: rental.noticed,
    closeReason: rental.closeReason ?? null,
    openedBlock: opened.blockNumber,
    openedBlockHash: opened.blockHash,
    openedLogIndex: opened.logIndex,
    openedTxHash: opened.txHash,
    openedTimestamp: opened.timestamp,
    lastKind: rental.lastKind,
    ...lastColumns(rental.last),
  };
}

function toChainRental(row: ChainRentalRow): ChainRental {
  return {
    rentalId: hex(row.rentalId),
    seq: row.seq,
    state: row.state,
    order: orderFromJson(row.order),
    pricePerHourUnits: units(row.pricePerHourUnits),
    storagePricePerHourUnits: units(row.storagePricePerHourUnits),
    repriced: row.repriced,
    clock: clockFromJson(row.clock),
    toppedUpUnits: units(row.toppedUpUnits),
    fundedUnits: units(row.fundedUnits),
    claimedUnits: units(row.claimedUnits),
    toProviderUnits: units(row.toProviderUnits),
    feeUnits: units(row.feeUnits),
    refundedUnits: units(row.refundedUnits),
    startedAt: present(row.startedAt),
    endsAt: row.endsAt,
    endedAt: present(row.endedAt),
    turn: row.turn,
    retroLeftSeconds: row.retroLeftSeconds,
    halt: present(row.halt),
    pausedByRenter: row.pausedByRenter,
    noticed: row.noticed,
    closeReason: present(row.closeReason),
    opened: {
      blockNumber: row.openedBlock,
      blockHash: hex(row.openedBlockHash),
      logIndex: row.openedLogIndex,
      txHash: hex(row.openedTxHash),
      timestamp: row.openedTimestamp,
    },
    lastKind: row.lastKind,
    last: lastOf(row),
  };
}
