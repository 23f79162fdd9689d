import type { EvidencePiece, Hash } from '@gpuflow/domain';
import { hex } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { EvidencePiece as EvidencePieceRow } from '../generated/client.js';

/** A piece of the meter's evidence, and what it belongs to. */
export interface StoredPiece extends EvidencePiece {
  chainId: number;
  /** What was seen, as the text whose SHA-256 is `seen`. */
  observed: string;
  /** The chain's hour, since 1970, in which it was said and whose root it is under. */
  hour: number;
  /** The root that a halt names as its evidence, where this is evidence of one. */
  haltRoot: Hash | undefined;
  saidAt: Date;
}

/** Writes what was not said before. A second word on the same stretch of a rental is a bug. */
export async function insert(tx: Tx, pieces: readonly StoredPiece[]): Promise<void> {
  await tx[prisma].evidencePiece.createMany({
    data: pieces.map(({ from, until, haltRoot, ...columns }) => ({
      ...columns,
      fromSecond: from,
      untilSecond: until,
      haltRoot: haltRoot ?? null,
    })),
  });
}

/** What was said last of a rental's machine. */
export async function last(tx: Tx, rentalId: Hash): Promise<StoredPiece | undefined> {
  const row = await tx[prisma].evidencePiece.findFirst({
    where: { rentalId },
    orderBy: { fromSecond: 'desc' },
  });
  return row === null ? undefined : toPiece(row);
}

/** All that was said of a rental's machine, in the order of time. */
export async function ofRental(tx: Tx, rentalId: Hash): Promise<StoredPiece[]> {
  const rows = await tx[prisma].evidencePiece.findMany({
    where: { rentalId },
    orderBy: { fromSecond: 'asc' },
  });
  return rows.map(toPiece);
}

/** All pieces of these hours, by hour, rental and time. */
export async function ofHours(
  tx: Tx,
  chainId: number,
  hours: readonly number[],
): Promise<StoredPiece[]> {
  const rows = await tx[prisma].evidencePiece.findMany({
    where: { chainId, hour: { in: [...hours] } },
    orderBy: [{ hour: 'asc' }, { rentalId: 'asc' }, { fromSecond: 'asc' }],
  });
  return rows.map(toPiece);
}

/** Hours before `hour` that have pieces and no root yet, the oldest first, at most `limit`. */
export async function hoursWithoutRoot(
  tx: Tx,
  chainId: number,
  hour: number,
  limit: number,
): Promise<number[]> {
  const rows = await tx[prisma].$queryRaw<{ hour: number }[]>`
    select distinct hour from evidence_pieces p
    where chain_id = ${chainId} and hour < ${hour} and not exists (
      select from usage_roots r where r.chain_id = p.chain_id and r.hour = p.hour)
    order by hour limit ${limit}`;
  return rows.map((row) => row.hour);
}

/** Hours from `hour` on that have pieces, the oldest first, at most `limit`. */
export async function hoursFrom(
  tx: Tx,
  chainId: number,
  hour: number,
  limit: number,
): Promise<number[]> {
  const rows = await tx[prisma].$queryRaw<{ hour: number }[]>`
    select distinct hour from evidence_pieces
    where chain_id = ${chainId} and hour >= ${hour}
    order by hour limit ${limit}`;
  return rows.map((row) => row.hour);
}

function toPiece({ fromSecond, untilSecond, ...row }: EvidencePieceRow): StoredPiece {
  return {
    ...row,
    rentalId: hex(row.rentalId),
    from: fromSecond,
    until: untilSecond,
    seen: hex(row.seen),
    haltRoot: row.haltRoot === null ? undefined : hex(row.haltRoot),
  };
}
