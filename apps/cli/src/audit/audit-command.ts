import { readFile } from 'node:fs/promises';

import { createApiClient } from '@gpuflow/api-client';
import {
  audit,
  evidenceForm,
  openNode,
  type AuditReport,
  type Evidence,
  type Progress,
} from '@gpuflow/audit';
import { openDatabase, underAudit, type Database } from '@gpuflow/db';
import type { Address } from 'viem';

import { exitStatus, jsonLine, type ExitStatus, type Terminal } from '../terminal.js';
import { againstPublished, publishedAudit } from './published-audit.js';
import { publishedEvidence } from './published-evidence.js';
import { reportText } from './report-text.js';

export interface AuditOptions {
  rpc: readonly [string, ...string[]];
  escrow: Address;
  fromBlock: bigint;
  toBlock?: bigint;
  usageRoots?: Address;
  /** A file with what meters handed out; by default what the API hands out, where one is named. */
  evidence?: string;
  /** Compares with what this API publishes. */
  api?: string;
  /** Compares with this database of the server. */
  database?: string;
  json?: true;
}

/** Audits, says what was found, and answers 0 where everything agrees and 1 where anything was found. */
export async function auditCommand(options: AuditOptions, to: Terminal): Promise<ExitStatus> {
  const published = options.api === undefined ? undefined : await publishedAt(options);
  const block = published === undefined ? options.toBlock : published.position.blockNumber;
  const own = await ownAudit({ ...options, ...(block !== undefined && { toBlock: block }) }, to);
  const report = published === undefined ? own : againstPublished(own, published);
  to.out(options.json ? jsonLine(report) : reportText(report));
  return report.findings.length === 0 ? exitStatus.agrees : exitStatus.differs;
}

function publishedAt({ api = '', toBlock }: AuditOptions) {
  return publishedAudit(createApiClient({ url: api }), toBlock);
}

async function ownAudit(options: AuditOptions, to: Terminal): Promise<AuditReport> {
  const database = options.database === undefined ? undefined : openDatabase(options.database);
  try {
    return await audit({
      ...(await requestOf(options, database)),
      onProgress: (progress) => to.err(progressText(progress)),
    });
  } finally {
    await database?.close();
  }
}

async function requestOf(options: AuditOptions, database: Database | undefined) {
  const { rpc, escrow, fromBlock: from, toBlock, usageRoots } = options;
  const evidence = await evidenceFor(options);
  return {
    node: openNode({ urls: rpc }),
    escrow,
    from,
    ...(toBlock !== undefined && { to: toBlock }),
    ...(usageRoots && { usageRoots }),
    ...(evidence && { evidence }),
    ...(database && { databaseOf: (chainId: number) => underAudit(database, chainId) }),
  };
}

/** What halts are held against. Without the place of the roots it would prove nothing. */
async function evidenceFor({ evidence, usageRoots, api }: AuditOptions) {
  if (evidence !== undefined) return readEvidence(evidence);
  if (usageRoots === undefined || api === undefined) return undefined;
  return publishedEvidence(createApiClient({ url: api }));
}

async function readEvidence(path: string): Promise<Evidence> {
  return evidenceForm.parse(JSON.parse(await readFile(path, 'utf8')));
}

function progressText({ readTo, to, logs }: Progress): string {
  return `block ${readTo} of ${to}: ${logs} logs`;
}
