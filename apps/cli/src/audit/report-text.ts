import { owedOf, type AuditReport, type Finding } from '@gpuflow/audit';

/** An audit as a person reads it. Amounts are base units of their tokens. */
export function reportText(report: AuditReport): string {
  const { chainId, escrow, at, logs, accounts, rentals, digest, tokens } = report;
  const time = new Date(Number(at.timestamp) * 1000).toISOString();
  return [
    `Escrow ${escrow} on chain ${chainId} at block ${at.number} (${at.hash}, ${time})`,
    `  ${logs} logs make ${accounts} accounts and ${rentals} rentals, digest ${digest}`,
    ...tokens.map(tokenText),
    ...verdict(report.findings),
  ].join('\n');
}

function tokenText(token: AuditReport['tokens'][number]): string {
  const { free, held, fees, balance } = token;
  const owed = `${owedOf(token)} (${free} free, ${held} in rentals, ${fees} fees)`;
  return `  token ${token.token}: owes ${owed}, holds ${balance}`;
}

function verdict(findings: readonly Finding[]): string[] {
  if (findings.length === 0) return ['Everything agrees.'];
  return [`${findings.length} findings:`, ...findings.map(findingText)];
}

function findingText({ code, subject, field, expected, found, ...at }: Finding): string {
  const place = at.txHash === undefined ? '' : `, transaction ${at.txHash}`;
  return `  ${code} ${subject}, ${field}: expected ${expected}, found ${found} (block ${at.blockNumber}${place})`;
}
