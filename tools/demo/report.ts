import { operations } from '@gpuflow/api-client';
import { formatUnits } from '@gpuflow/domain';

import type { Demo } from './demo.ts';
import { DevelopmentNode } from './development-node.ts';
import type { Outcome } from './outcome.ts';
import { waitFor } from './patience.ts';

const decimals = 6;

/** The worker's audit of everything that has happened on the chain until now. */
export async function auditNow(demo: Demo) {
  const node = new DevelopmentNode(demo.rpcUrl);
  const { number, timestamp } = await node.head();
  // Only what has a block above it is final, and only what is final is audited.
  await node.mineAt(BigInt(timestamp) + 1n);
  return waitFor('an audit of the newest block', async () => {
    const { audit } = await demo.anonymous.query(operations.audit, {});
    return audit !== null && audit.position.blockNumber >= (number ?? 0n) ? audit : undefined;
  });
}

type Audit = Awaited<ReturnType<typeof auditNow>>;

/** How far all that differs is apart, in base units. What is no number counts as one unit. */
export function differenceUnits({ findings }: Audit): bigint {
  return findings.reduce((sum, { expected, found }) => sum + apart(expected, found), 0n);
}

function apart(expected: string, found: string): bigint {
  if (![expected, found].every((text) => /^\d+$/.test(text))) return 1n;
  const [one, other] = [BigInt(expected), BigInt(found)];
  return one > other ? one - other : other - one;
}

/** The short statement that a person reads. */
export function statementText(outcome: Outcome, audit: Audit): string {
  const dollars = (units: bigint) => formatUnits(units, decimals).padStart(8);
  const [token] = audit.tokens;
  return `
  Statement of rental ${outcome.rentalId}
    ${outcome.seconds} seconds of an RTX 4090 at 0.59 per hour   ${dollars(outcome.grossUnits)} dUSD
    of it the platform's fee, 10 %                 ${dollars(outcome.feeUnits)}
    of it the provider's                           ${dollars(outcome.providerUnits)}
    back to the renter                             ${dollars(outcome.refundUnits)}

  Audit at block ${audit.position.blockNumber}: ${audit.accounts} accounts, ${audit.rentals} rentals, difference ${differenceUnits(audit)} units
    the contract holds   ${token === undefined ? '-' : `${token.balance.amount} ${token.balance.symbol}`}
    by the logs it owes  ${token === undefined ? '-' : `${token.owed.amount} ${token.owed.symbol}`}
`;
}

/** The outcome for programs, on one line. Units are integers with all their digits, whatever their size. */
export function outcomeJson(outcome: Outcome, audit: Audit, readyMs: number): string {
  const summary = { ...outcome, auditDifferenceUnits: differenceUnits(audit), readyMs };
  const quoted = JSON.stringify(summary, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
  return quoted.replace(/"(\d+)"/g, '$1');
}
