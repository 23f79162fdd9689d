import type { Address, Hash, Listing } from '@gpuflow/domain';
import { prisma, type Tx } from '../database.js';
import { offerColumns, sliceColumns, toListing } from '../rows/listing-row.js';
import { toMachine, withPulse } from '../rows/machine-row.js';

/**
 * Writes a new listing of a machine that exists. False, with nothing written, where this slice is listed in this class, or
 * the offer was published before, under whichever listing.
 */
export async function insert(tx: Tx, listing: Listing): Promise<boolean> {
  const { id, machineId, provider, state, tier, publishedAt, withdrawnAt } = listing;
  if ((await offerOf(tx, listing.offerHash)) !== undefined) return false;
  const machine = await tx[prisma].machine.findUniqueOrThrow({
    where: { id: machineId },
    include: withPulse,
  });
  const { count } = await tx[prisma].listing.createMany({
    data: [
      {
        ...{ id, machineId, provider, state, tier, publishedAt, withdrawnAt: withdrawnAt ?? null },
        ...offerColumns(listing),
        ...sliceColumns(listing, toMachine(machine)),
        providerSince: await providerSince(tx, provider),
      },
    ],
    skipDuplicates: true,
  });
  if (count === 1) await insertOffer(tx, listing);
  return count === 1;
}

async function providerSince(tx: Tx, provider: Address): Promise<Date> {
  const first = await tx[prisma].machine.findFirstOrThrow({
    where: { provider },
    orderBy: { enrolledAt: 'asc' },
    select: { enrolledAt: true },
  });
  return first.enrolledAt;
}

/** Puts another offer in the place of a listing's. False, with nothing written, where that was published before. */
export async function reprice(tx: Tx, listing: Listing, at: Date): Promise<boolean> {
  const { id, offerHash } = listing;
  if ((await offerOf(tx, offerHash)) !== undefined) return false;
  await tx[prisma].listingOffer.updateMany({
    where: { listingId: id, replacedAt: null },
    data: { replacedAt: at },
  });
  await tx[prisma].listing.update({ where: { id }, data: offerColumns(listing) });
  await insertOffer(tx, { ...listing, publishedAt: at });
  return true;
}

/** The listing under which an offer is, or was, published. */
export async function offerOf(tx: Tx, offerHash: Hash): Promise<string | undefined> {
  const row = await tx[prisma].listingOffer.findUnique({ where: { offerHash } });
  return row?.listingId;
}

async function insertOffer(tx: Tx, { id, offerHash, offer, publishedAt }: Listing): Promise<void> {
  const pricePerHourUnits = offer.pricePerHour.toString();
  await tx[prisma].listingOffer.create({
    data: { offerHash, listingId: id, pricePerHourUnits, publishedAt },
  });
}

export async function find(tx: Tx, id: string): Promise<Listing | undefined> {
  const row = await tx[prisma].listing.findUnique({ where: { id } });
  return row === null ? undefined : toListing(row);
}

/** Those of `ids` that exist, in no order. */
export async function findMany(tx: Tx, ids: string[]): Promise<Listing[]> {
  const rows = await tx[prisma].listing.findMany({ where: { id: { in: ids } } });
  return rows.map(toListing);
}

/** The active listings of a machine, the oldest first. Take the machine's lock first, to judge what they leave of it. */
export async function listActiveOf(tx: Tx, machineId: string): Promise<Listing[]> {
  const rows = await tx[prisma].listing.findMany({
    where: { machineId, state: 'ACTIVE' },
    orderBy: [{ publishedAt: 'asc' }, { id: 'asc' }],
  });
  return rows.map(toListing);
}

/** The listing as it is now, kept from other writers to the end of the transaction. */
export async function lock(tx: Tx, id: string): Promise<Listing | undefined> {
  await tx[prisma].$queryRaw`select 1 from listings where id = ${id}::uuid for update`;
  return find(tx, id);
}

export async function withdraw(tx: Tx, id: string, at: Date): Promise<void> {
  await tx[prisma].listing.update({
    where: { id },
    data: { state: 'WITHDRAWN', withdrawnAt: at },
  });
}
