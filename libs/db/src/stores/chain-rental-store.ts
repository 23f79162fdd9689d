import type { ChainRental, Hash } from '@gpuflow/domain';
import { clockFromJson } from '../clock-json.js';
import { hex, jsonText, present, units } from '../columns.js';
import { copyInto, type CopiedValue } from '../copy-into.js';
import { prisma, type Tx } from '../database.js';
import type { ChainRental as ChainRentalRow } from '../generated/client.js';
import { lastColumnNames, lastOf, lastValues } from '../log-position.js';
import { orderFromJson } from '../order-json.js';
import { rowsOf } from '../rows-of.js';

const columns = [
  ...['chain_id', 'rental_id', 'seq', 'state', 'renter', 'provider', 'token', '"order"'],
  ...['price_per_hour_units', 'storage_price_per_hour_units', 'repriced', 'clock'],
  ...['topped_up_units', 'funded_units', 'claimed_units', 'to_provider_units', 'fee_units'],
  ...['refunded_units', 'started_at', 'ends_at', 'ended_at', 'turn', 'retro_left_seconds'],
  ...['halt', 'paused_by_renter', 'noticed', 'close_reason', 'opened_block', 'opened_block_hash'],
  ...['opened_log_index', 'opened_tx_hash', 'opened_timestamp', 'last_kind', ...lastColumnNames],
];

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
  await copyInto(tx, { table: 'chain_rentals', columns }, rentals, (rental) =>
    valuesOf(chainId, rental),
  );
}

export async function remove(tx: Tx, chainId: number, rentalIds: readonly Hash[]): Promise<void> {
  await rowsOf(tx, 'delete from chain_rentals where chain_id = $1 and rental_id = any($2)', [
    chainId,
    rentalIds,
  ]);
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

/** The next rentals that are not closed, by id: those after `after`, at most `limit`. */
export async function live(
  tx: Tx,
  chainId: number,
  { after, limit }: { after: string; limit: number },
): Promise<ChainRental[]> {
  const rows = await rowsOf<{ rental_id: string }>(
    tx,
    `select rental_id from chain_rentals
     where chain_id = $1 and state <> 'CLOSED' and rental_id > $2
     order by rental_id limit $3`,
    [chainId, after, limit],
  );
  const ids = rows.map(({ rental_id }) => hex(rental_id));
  const byId = new Map((await findMany(tx, chainId, ids)).map((one) => [one.rentalId, one]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}

/** In the order of the columns. */
function valuesOf(chainId: number, rental: ChainRental): CopiedValue[] {
  const { order, opened } = rental;
  return [
    ...[chainId, rental.rentalId, rental.seq, rental.state],
    ...[order.renter, order.offer.provider, order.offer.token, jsonText(order)],
    ...[rental.pricePerHourUnits, rental.storagePricePerHourUnits, rental.repriced],
    ...[jsonText(rental.clock), rental.toppedUpUnits, rental.fundedUnits, rental.claimedUnits],
    ...[rental.toProviderUnits, rental.feeUnits, rental.refundedUnits],
    ...[rental.startedAt ?? null, rental.endsAt, rental.endedAt ?? null],
    ...[rental.turn, rental.retroLeftSeconds, rental.halt ?? null],
    ...[rental.pausedByRenter, rental.noticed, rental.closeReason ?? null],
    ...[opened.blockNumber, opened.blockHash, opened.logIndex, opened.txHash, opened.timestamp],
    ...[rental.lastKind, ...lastValues(rental.last)],
  ];
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
