import { operations, type ApiClient } from '@gpuflow/api-client';
import { NotAuditable, type AuditReport, type Finding } from '@gpuflow/audit';

/** What an operator published of a block. */
export type PublishedAudit = NonNullable<Awaited<ReturnType<typeof latestOf>>>;

/** The operator's audit of the highest block at or below `at`. Throws {@link NotAuditable} where there is none. */
export async function publishedAudit(api: ApiClient, at: bigint | undefined) {
  const audit = await latestOf(api, at);
  if (audit === null) throw new NotAuditable('the API has published no audit of such a block');
  return audit;
}

async function latestOf(api: ApiClient, at: bigint | undefined) {
  return (await api.query(operations.audit, { at: at?.toString() ?? null })).audit;
}

/** An own audit with what the operator says otherwise of the same block. */
export function againstPublished(own: AuditReport, published: PublishedAudit): AuditReport {
  const expected = {
    blockHash: own.at.hash,
    digest: own.digest,
    accounts: own.accounts,
    rentals: own.rentals,
    differences: 0,
  };
  const { digest, accounts, rentals, differences, position } = published;
  const found = { blockHash: position.blockHash, digest, accounts, rentals, differences };
  const findings = differing(own, published.id, expected, found);
  return { ...own, findings: [...own.findings, ...findings] };
}

function differing(
  { at }: AuditReport,
  auditId: string,
  expected: Record<string, string | number>,
  found: Record<string, string | number>,
): Finding[] {
  return Object.entries(expected)
    .filter(([field, value]) => found[field] !== value)
    .map(([field, value]) => ({
      code: 'PUBLISHED_DIFFERS',
      subject: `audit ${auditId}`,
      field,
      expected: `${value}`,
      found: `${found[field] ?? 'nothing'}`,
      blockNumber: at.number,
      txHash: undefined,
    }));
}
