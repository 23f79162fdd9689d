import { chainRentals, instances, intents, machines, rentals, type Tx } from '@gpuflow/db';
import type {
  BootState,
  ChainRental,
  Hash,
  Instance,
  Order,
  Rental,
  SliceBook,
  SliceName,
} from '@gpuflow/domain';

import type { ChainPolicy, Market } from '../market.js';
import { withheldFrom } from '../rentals/withheld-intents.js';

/** An instance that has had the slice for so long without an answer has failed to come up, in seconds. */
const bootSecondsMax = 900;

/** What competes for a slice, with the rows behind it. */
export interface ReadSlice extends SliceBook {
  rentals: { rental: ChainRental; boot: BootState; ours: boolean; machineUp: boolean }[];
  /** The market's rentals of this slice, and of those that were read with it. */
  known: ReadonlyMap<Hash, Rental>;
  instances: ReadonlyMap<Hash, Instance>;
}

/** Reads all that competes for a slice, as the chain tells it now. Take the slice's lock first. */
export async function readSlice(
  tx: Tx,
  market: Market<ChainPolicy>,
  slice: SliceName,
): Promise<ReadSlice> {
  const [read] = await readSlices(tx, market, [slice]);
  if (read === undefined) throw new Error('a slice was asked for and not read');
  return read;
}

/** Reads all that competes for each of these slices, in their order, with as many queries as for one. */
export async function readSlices(
  tx: Tx,
  market: Market<ChainPolicy>,
  slices: readonly SliceName[],
): Promise<ReadSlice[]> {
  const all = await chainRentals.ofSlices(tx, market.policy.chainId, slices);
  const onChain = all.filter(({ state }) => state !== 'ENDED');
  const claims = await rentals.claimsOf(tx, slices);
  const ids = onChain.map(({ rentalId }) => rentalId);
  const known = byId([...(await rentals.findMany(tx, ids)), ...claims], ({ id }) => id);
  const booted = byId(await instances.findMany(tx, ids), ({ rentalId }) => rentalId);
  const up = await machinesUp(tx, [...known.values()]);
  const starting = await intents.startingAmong(tx, ids, withheldFrom);
  const now = market.clock.now();
  const competing = onChain.map((rental) => ({
    rental,
    boot: starting.has(rental.rentalId) ? 'STARTING' : bootOf(booted.get(rental.rentalId), now),
    ours: isOurs(rental, known.get(rental.rentalId)),
    machineUp: up.has(known.get(rental.rentalId)?.machineId ?? ''),
  }));
  return slices.map((slice) => {
    const claim = claims.find(({ order }) => isOf(slice, order));
    return {
      rentals: competing.filter(({ rental }) => isOf(slice, rental.order)),
      claim: claim && claimOf(claim),
      known,
      instances: booted,
    };
  });
}

function isOf({ provider, assetHash, token }: SliceName, { offer }: Order): boolean {
  return offer.provider === provider && offer.assetHash === assetHash && offer.token === token;
}

/** Whether the market has acted on the rental's state and can run its clock. */
function isOurs({ state, order }: ChainRental, known: Rental | undefined): boolean {
  return known?.state === state && order.starter === 'METER';
}

/** Ids of the rentals' machines that are not silent. */
async function machinesUp(tx: Tx, known: readonly Rental[]): Promise<Set<string>> {
  const ids = new Set(known.map(({ machineId }) => machineId));
  const all = await machines.findMany(tx, [...ids]);
  return new Set(all.filter(({ liveness }) => liveness === 'ONLINE').map(({ id }) => id));
}

function bootOf(instance: Instance | undefined, now: Date): BootState {
  if (instance === undefined) return 'NOT_UP';
  const { givenAt, provedAt, state, bootFailedAt } = instance;
  if (givenAt !== undefined && provedAt !== undefined) return 'UP';
  if (bootFailedAt !== undefined) return 'FAILED';
  if (givenAt === undefined) return 'NOT_UP';
  const late = now.getTime() - givenAt.getTime() > bootSecondsMax * 1000;
  return late || state === 'FAILED' ? 'FAILED' : 'NOT_UP';
}

function claimOf({ id, order }: Rental) {
  const openUntil = BigInt(Math.min(order.validUntil, order.startDeadline));
  return { rentalId: id, pricePerHourUnits: order.pricePerHour, openUntil };
}

function byId<Thing>(things: readonly Thing[], idOf: (thing: Thing) => Hash) {
  return new Map(things.map((thing) => [idOf(thing), thing]));
}
