import { toJson } from '../columns.js';
import { prisma, type Tx } from '../database.js';

/** A line of the audit trail: what was decided about what, by whom. `kind` is past tense: `listing.published`. */
export interface MarketRecord {
  kind: string;
  /** What it is about: `rental:<id>`, `machine:<id>`, ... */
  subject: string;
  /** See `actorName`. */
  actor: string;
  at: Date;
  facts: unknown;
}

/** Writes records. Nobody can change or delete them afterwards. */
export async function append(tx: Tx, records: readonly MarketRecord[]): Promise<void> {
  await tx[prisma].record.createMany({
    data: records.map((record) => ({ ...record, facts: toJson(record.facts) })),
  });
}

/** All records of a subject, the oldest first. Bigints in their facts have become decimal strings. */
export async function listOfSubject(tx: Tx, subject: string): Promise<MarketRecord[]> {
  return tx[prisma].record.findMany({
    where: { subject },
    orderBy: { id: 'asc' },
    omit: { id: true },
  });
}
