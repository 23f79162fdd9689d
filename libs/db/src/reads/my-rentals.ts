import type { Address, Rental } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import * as rentals from '../stores/rental-store.js';

/** A wallet's newest rentals, as renter or as provider, the newest first, at most `first`. */
export async function myRentals(tx: Tx, wallet: Address, first: number): Promise<Rental[]> {
  const rows = await tx[prisma].$queryRaw<{ id: string }[]>`
    (select id, created_at from rentals where renter = ${wallet}
     order by created_at desc, id limit ${first})
    union
    (select id, created_at from rentals where provider = ${wallet}
     order by created_at desc, id limit ${first})
    order by created_at desc, id limit ${first}`;
  const ids = rows.map(({ id }) => hex(id));
  const byId = new Map((await rentals.findMany(tx, ids)).map((rental) => [rental.id, rental]));
  return ids.flatMap((id) => byId.get(id) ?? []);
}
