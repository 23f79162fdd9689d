import type { ChainRental, Hash, Offer } from '@gpuflow/domain';
import { clockFromJson } from '../clock-json.js';
import { hex, present, units } from '../columns.js';
import { column, copyInto } from '../copy-into.js';
import { bool, int4, int8, jsonb, numeric, text } from '../copy-types.js';
import { prisma, type Tx } from '../database.js';
import type { ChainRental as ChainRentalRow, Prisma } from '../generated/client.js';
import { lastColumns, lastOf } from '../log-position.js';
import { orderFromJson } from '../order-json.js';
import { rowsOf } from '../rows-of.js';

const columns = [
  column('rental_id', text, (rental: ChainRental) => rental.rentalId),
  column('seq', int4, (rental: ChainRental) => rental.seq),
  column('state', text, (rental: ChainRental) => rental.state),
  column('renter', text, (rental: ChainRental) => rental.order.renter),
  column('provider', text, (rental: ChainRental) => rental.order.offer.provider),
  column('token', text, (rental: ChainRental) => rental.order.offer.token),
  column('order', jsonb, (rental: ChainRental) => rental.order),
  column('price_per_hour_units', numeric, (rental: ChainRental) => rental.pricePerHourUnits),
  column(
    'storage_price_per_hour_units',
    numeric,
    (rental: ChainRental) => rental.storagePricePerHourUnits,
  ),
  column('repriced', bool, (rental: ChainRental) => rental.repriced),
  column('clock', jsonb, (rental: ChainRental) => rental.clock),
  column('topped_up_units', numeric, (rental: ChainRental) => rental.toppedUpUnits),
  column('funded_units', numeric, (rental: ChainRental) => rental.fundedUnits),
  column('claimed_units', numeric, (rental: ChainRental) => rental.claimedUnits),
  column('to_provider_units', numeric, (rental: ChainRental) => rental.toProviderUnits),
  column('fee_units', numeric, (rental: ChainRental) => rental.feeUnits),
  column('refunded_units', numeric, (rental: ChainRental) => rental.refundedUnits),
  column('started_at', int8, (rental: ChainRental) => rental.startedAt),
  column('ends_at', int8, (rental: ChainRental) => rental.endsAt),
  column('ended_at', int8, (rental: ChainRental) => rental.endedAt),
  column('turn', int4, (rental: ChainRental) => rental.turn),
  column('retro_left_seconds', int4, (rental: ChainRental) => rental.retroLeftSeconds),
  column('halt', text, (rental: ChainRental) => rental.halt),
  column('paused_by_renter', bool, (rental: ChainRental) => rental.pausedByRenter),
  column('noticed', bool, (rental: ChainRental) => rental.noticed),
  column('close_reason', text, (rental: ChainRental) => rental.closeReason),
  column('opened_block', int8, (rental: ChainRental) => rental.opened.blockNumber),
  column('opened_block_hash', text, (rental: ChainRental) => rental.opened.blockHash),
  column('opened_log_index', int4, (rental: ChainRental) => rental.opened.logIndex),
  column('opened_tx_hash', text, (rental: ChainRental) => rental.opened.txHash),
  column('opened_timestamp', int8, (rental: ChainRental) => rental.opened.timestamp),
  column('priced_block', int8, (rental: ChainRental) => rental.priced.blockNumber),
  column('priced_log_index', int4, (rental: ChainRental) => rental.priced.logIndex),
  column('priced_timestamp', int8, (rental: ChainRental) => rental.priced.timestamp),
  column('outbid_by', text, (rental: ChainRental) => rental.outbid?.byNew),
  column('outbid_by_price_units', numeric, (rental: ChainRental) => rental.outbid?.byPriceUnits),
  column('last_kind', text, (rental: ChainRental) => rental.lastKind),
  ...lastColumns,
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
  const ofChain = column('chain_id', int4, () => chainId);
  await copyInto(tx, 'chain_rentals', [ofChain, ...columns], rentals);
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
const asPrismaNames = ['chain_id', ...columns.map(({ name }) => name)]
  .map((name) => `"${name}" as "${name.replace(/_(.)/g, upper)}"`)
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

/** The rentals of these slices that are not closed, in no order. */
export async function ofSlices(
  tx: Tx,
  chainId: number,
  slices: readonly Pick<Offer, 'provider' | 'assetHash'>[],
): Promise<ChainRental[]> {
  const rows = await rowsOf<RentalColumns>(
    tx,
    `select ${asPrismaNames} from chain_rentals
     where chain_id = $1 and state <> 'CLOSED'
       and (provider, "order" -> 'offer' ->> 'assetHash') in (select * from unnest($2::text[], $3::text[]))`,
    [chainId, slices.map(({ provider }) => provider), slices.map(({ assetHash }) => assetHash)],
  );
  return rows.map(toChainRental);
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
    priced: {
      blockNumber: BigInt(row.pricedBlock),
      logIndex: row.pricedLogIndex,
      timestamp: BigInt(row.pricedTimestamp),
    },
    outbid: outbidOf(row),
    lastKind: row.lastKind,
    last: lastOf(row),
  };
}

function outbidOf({ outbidBy, outbidByPriceUnits }: RentalColumns): ChainRental['outbid'] {
  if (outbidBy === null || outbidByPriceUnits === null) return undefined;
  return { byNew: hex(outbidBy), byPriceUnits: units(outbidByPriceUnits) };
}

function seconds(column: bigint | string | null): bigint | undefined {
  return column === null ? undefined : BigInt(column);
}
