import {
  audit,
  isDifference,
  NodeFailure,
  NodeRefusal,
  type AuditNode,
  type AuditReport,
} from '@gpuflow/audit';
import { chainCursors, underAudit } from '@gpuflow/db';
import { Fault, parseAddress, type Address } from '@gpuflow/domain';
import { recordAudit, type Market } from '@gpuflow/marketplace';

import { evidenceInDatabase } from './evidence-in-database.js';

/** The chain that is audited. */
export interface AuditPlace {
  node: AuditNode;
  /** Where meters publish their roots. */
  usageRoots: Address;
}

/**
 * Audits everything at the last block that the chain process calls final, and keeps what was found: differences close
 * entry, and an audit without one opens it again. Answers the audit's id; undefined while nothing is final.
 * Throws `Fault('rpc')` where the node cannot be read: then nothing changes.
 */
export async function auditChain(
  market: Market,
  { node, usageRoots }: AuditPlace,
): Promise<string | undefined> {
  const { db, clock, log, policy } = market;
  const cursor = await chainCursors.find(db, policy.chainId);
  if (cursor === undefined || cursor.finalizedNumber < cursor.deploymentBlock) return undefined;
  const startedAt = clock.now();
  const report = await audit({
    node,
    escrow: cursor.escrow,
    from: cursor.deploymentBlock,
    to: cursor.finalizedNumber,
    usageRoots,
    evidence: await evidenceInDatabase(market),
    databaseOf: (chainId) => underAudit(db, chainId),
  }).catch(asFault);
  const recorded = recordOf(report, startedAt);
  const auditId = await recordAudit(market, recorded);
  const { differences, findings } = recorded;
  const facts = { auditId, block: report.at.number.toString(), differences };
  if (differences > 0) log.error({ ...facts, findings: findings.slice(0, 5) }, 'audit differs');
  else if (findings.length > 0)
    log.warn({ ...facts, findings: findings.slice(0, 5) }, 'audit lists');
  else log.info(facts, 'audit agrees');
  return auditId;
}

function asFault(error: unknown): never {
  if (error instanceof NodeFailure || error instanceof NodeRefusal) throw new Fault('rpc', error);
  throw error;
}

function recordOf(
  { at, digest, logs, accounts, rentals, ...report }: AuditReport,
  startedAt: Date,
) {
  const { findings } = report;
  const totals = report.tokens.map(({ token, free, held, fees, balance }) => ({
    token: parseAddress(token, 'token'),
    freeUnits: free,
    heldUnits: held,
    feesUnits: fees,
    balanceUnits: balance,
  }));
  const differences = findings.filter(isDifference).length;
  const block = { blockNumber: at.number, blockHash: at.hash, blockTimestamp: at.timestamp };
  const counts = { logs, accounts, rentals, differences };
  return { ...block, ...counts, digest, totals, startedAt, findings };
}
