import type { ChainRental, Hash } from '@gpuflow/domain';
import { clockFromJson } from '../clock-json.js';
import { hex, jsonText, present, units } from '../columns.js';
import { copied, copyInto } from '../copy-into.js';
import { prisma, type Tx } from '../database.js';
import type { ChainRental as ChainRentalRow, Prisma } from '../generated/client.js';
import { lastColumnNames, lastOf, lineOfLast } from '../log-position.js';
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
    lineOf(chainId, rental),
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
export async function findMany(
  tx: Tx,
  chainId: number,
  rentalIds: readonly Hash[],
): Promise<ChainRental[]> {
  const rows = await rowsOf<RentalColumns>(
    tx,
    `select ${asPrismaNames} from chain_rentals where chain_id = $1 and rental_id = any($2)`,
    [chainId, rentalIds],
  );
  return rows.map(toChainRental);
}

/** The columns under the names that Prisma gives them. */
const asPrismaNames = columns
  .map((name) => `${name} as "${name.replaceAll('"', '').replace(/_(.)/g, upper)}"`)
  .join();

function upper(_: string, letter: string): string {
  return letter.toUpperCase();
}

/** A row as Prisma gives it, or as pg does, for which large numbers are text. */
type RentalColumns = {
  [Name in keyof ChainRentalRow]: bigint extends ChainRentalRow[Name]
    ? ChainRentalRow[Name] | string
    : ChainRentalRow[Name] extends Prisma.Decimal
      ? Prisma.Decimal | string
      : ChainRentalRow[Name];
};

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
function lineOf(chainId: number, rental: ChainRental): string {
  const { order, opened } = rental;
  const values = [
    ...[chainId, rental.rentalId, rental.seq, rental.state],
    ...[order.renter, order.offer.provider, order.offer.token, copied(jsonText(order))],
    ...[rental.pricePerHourUnits, rental.storagePricePerHourUnits, rental.repriced],
    ...[copied(jsonText(rental.clock)), rental.toppedUpUnits, rental.fundedUnits],
    ...[rental.claimedUnits, rental.toProviderUnits, rental.feeUnits, rental.refundedUnits],
    ...[copied(rental.startedAt), rental.endsAt, copied(rental.endedAt)],
    ...[rental.turn, rental.retroLeftSeconds, copied(rental.halt)],
    ...[rental.pausedByRenter, rental.noticed, copied(rental.closeReason)],
    ...[opened.blockNumber, opened.blockHash, opened.logIndex, opened.txHash, opened.timestamp],
    ...[rental.lastKind, lineOfLast(rental.last)],
  ];
  return values.join('\t');
}

function toChainRental(row: RentalColumns): ChainRental {
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
    startedAt: seconds(row.startedAt),
    endsAt: BigInt(row.endsAt),
    endedAt: seconds(row.endedAt),
    turn: row.turn,
    retroLeftSeconds: row.retroLeftSeconds,
    halt: present(row.halt),
    pausedByRenter: row.pausedByRenter,
    noticed: row.noticed,
    closeReason: present(row.closeReason),
    opened: {
      blockNumber: BigInt(row.openedBlock),
      blockHash: hex(row.openedBlockHash),
      logIndex: row.openedLogIndex,
      txHash: hex(row.openedTxHash),
      timestamp: BigInt(row.openedTimestamp),
    },
    lastKind: row.lastKind,
    last: lastOf(row),
  };
}

function seconds(column: bigint | string | null): bigint | undefined {
  return column === null ? undefined : BigInt(column);
}
