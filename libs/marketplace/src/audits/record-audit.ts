import { randomUUID } from 'node:crypto';

import { audits, lockKey, type AuditFinding, type StoredAudit, type Tx } from '@gpuflow/db';

import type { Market } from '../market.js';
import { milestone } from '../milestones.js';
import { runCommand, type CommandResult, type NewRecord } from '../run-command.js';

/** So many findings of one audit are kept; all are counted. */
const findingsMax = 1_000;

export type RecordAudit = Omit<StoredAudit, 'id' | 'chainId' | 'finishedAt'> & {
  findings: readonly AuditFinding[];
};

/**
 * Keeps what an audit found. Any difference closes entry, and an audit without one opens it again: whatever changes is a
 * record of its own. Answers the audit's id.
 */
export async function recordAudit(market: Market, command: RecordAudit): Promise<string> {
  const { blockNumber, differences, findings } = command;
  const actor = { kind: 'SYSTEM', name: 'audit' } as const;
  const auditId = await runCommand(market, actor, (tx) => record(tx, market, command));
  milestone('audit.finished', { blockNumber, differences, findings: findings.length });
  return auditId;
}

async function record(
  tx: Tx,
  { clock, policy }: Market,
  { findings, ...command }: RecordAudit,
): Promise<CommandResult<string>> {
  const { chainId } = policy;
  await lockKey(tx, `audit:${chainId}`);
  const wasClosed = (await audits.closure(tx, chainId)) !== undefined;
  const audit = { ...command, id: randomUUID(), chainId, finishedAt: clock.now() };
  await audits.insert(tx, audit, findings.slice(0, findingsMax));
  return {
    output: audit.id,
    records: [finished(audit, findings), ...entryMoved(audit, wasClosed)],
  };
}

function finished(audit: StoredAudit, { length: findings }: readonly AuditFinding[]): NewRecord {
  const { id: auditId, blockNumber, differences } = audit;
  const facts = { auditId, block: blockNumber.toString(), differences, findings };
  return { kind: 'audit.finished', subject: subjectOf(audit), facts };
}

function entryMoved(audit: StoredAudit, wasClosed: boolean): NewRecord[] {
  const closes = audit.differences > 0;
  if (closes === wasClosed) return [];
  const facts = { auditId: audit.id, block: audit.blockNumber.toString() };
  const kind = closes ? 'entry.closed' : 'entry.reopened';
  return [{ kind, subject: subjectOf(audit), facts }];
}

function subjectOf({ chainId }: StoredAudit): string {
  return `chain:${chainId}`;
}
