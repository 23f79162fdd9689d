import type { Listing } from '@gpuflow/domain';
import { momentOf, toJson } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import { toListing } from '../rows/listing-row.js';

/**
 * Writes a new listing. False, with nothing written, where its machine has an active listing or its offer was
 * published before.
 */
export async function insert(tx: Tx, listing: Listing): Promise<boolean> {
  const { offer } = listing;
  const { count } = await tx[prisma].listing.createMany({
    data: [
      {
        ...listing,
        offer: toJson(offer),
        token: offer.token,
        pricePerHourUnits: offer.pricePerHour.toString(),
        validUntil: momentOf(offer.validUntil),
        withdrawnAt: listing.withdrawnAt ?? null,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
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

/** A machine has at most one active listing. */
export async function findActiveOf(tx: Tx, machineId: string): Promise<Listing | undefined> {
  const row = await tx[prisma].listing.findFirst({ where: { machineId, state: 'ACTIVE' } });
  return row === null ? undefined : toListing(row);
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
