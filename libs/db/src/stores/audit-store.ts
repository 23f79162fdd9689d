import type { Address, Hash } from '@gpuflow/domain';
import { z } from 'zod';
import { hex, present, toJson } from '../columns.js';
import { prisma, type Tx } from '../database.js';
import type { Audit as AuditRow, AuditFinding as FindingRow } from '../generated/client.js';

/** What the escrow owes in a token, and what it holds of it, in base units. */
export interface AuditTotals {
  token: Address;
  freeUnits: bigint;
  heldUnits: bigint;
  feesUnits: bigint;
  balanceUnits: bigint;
}

/** One thing that was not as it should be. See the audit's own list of codes. */
export interface AuditFinding {
  code: string;
  subject: string;
  field: string;
  expected: string;
  found: string;
  blockNumber: bigint;
  txHash: Hash | undefined;
}

/** One comparison of everything at one block. */
export interface StoredAudit {
  id: string;
  chainId: number;
  blockNumber: bigint;
  blockHash: Hash;
  /** The block's time, in chain seconds. */
  blockTimestamp: bigint;
  digest: Hash;
  logs: number;
  accounts: number;
  rentals: number;
  /** How many findings are differences: any closes entry. */
  differences: number;
  totals: AuditTotals[];
  startedAt: Date;
  finishedAt: Date;
}

/** The audit for which no new money is let in. */
export interface EntryClosure {
  auditId: string;
  blockNumber: bigint;
}

const units = z.string().transform(BigInt);
const totalsForm = z.array(
  z.object({
    token: z.string().transform(hex),
    freeUnits: units,
    heldUnits: units,
    feesUnits: units,
    balanceUnits: units,
  }),
);

/** Keeps an audit with what it found. */
export async function insert(
  tx: Tx,
  audit: StoredAudit,
  findings: readonly AuditFinding[],
): Promise<void> {
  await tx[prisma].audit.create({ data: { ...audit, totals: toJson(audit.totals) } });
  await tx[prisma].auditFinding.createMany({
    data: findings.map(({ txHash, ...finding }, position) => ({
      auditId: audit.id,
      position,
      ...finding,
      txHash: txHash ?? null,
    })),
  });
}

export async function find(tx: Tx, id: string): Promise<StoredAudit | undefined> {
  const row = await tx[prisma].audit.findUnique({ where: { id } });
  return row === null ? undefined : toAudit(row);
}

/** The audit of the highest block, at or below `at` where it is given; of several the last one. */
export async function atBlock(
  tx: Tx,
  chainId: number,
  at: bigint | undefined,
): Promise<StoredAudit | undefined> {
  const row = await tx[prisma].audit.findFirst({
    where: { chainId, ...(at !== undefined && { blockNumber: { lte: at } }) },
    orderBy: [{ blockNumber: 'desc' }, { finishedAt: 'desc' }],
  });
  return row === null ? undefined : toAudit(row);
}

/** What an audit found, in the order in which it did, at most `first`. */
export async function findingsOf(tx: Tx, auditId: string, first: number): Promise<AuditFinding[]> {
  const rows = await tx[prisma].auditFinding.findMany({
    where: { auditId },
    orderBy: { position: 'asc' },
    take: first,
  });
  return rows.map(toFinding);
}

/** The audit that was finished last. */
export async function last(tx: Tx, chainId: number): Promise<StoredAudit | undefined> {
  const row = await tx[prisma].audit.findFirst({
    where: { chainId },
    orderBy: [{ finishedAt: 'desc' }, { blockNumber: 'desc' }],
  });
  return row === null ? undefined : toAudit(row);
}

/** Why entry is closed: the last audit found differences. Undefined while it is open. */
export async function closure(tx: Tx, chainId: number): Promise<EntryClosure | undefined> {
  const audit = await last(tx, chainId);
  if (audit === undefined || audit.differences === 0) return undefined;
  return { auditId: audit.id, blockNumber: audit.blockNumber };
}

function toAudit({ totals, ...row }: AuditRow): StoredAudit {
  return {
    ...row,
    blockHash: hex(row.blockHash),
    digest: hex(row.digest),
    totals: totalsForm.parse(totals),
  };
}

function toFinding({ auditId: _, position: __, txHash, ...row }: FindingRow): AuditFinding {
  const hash = present(txHash);
  return { ...row, txHash: hash === undefined ? undefined : hex(hash) };
}
