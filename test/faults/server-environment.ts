import type { ChainPlace } from './chain-environment.ts';
import { accountOf, seats } from './seats.ts';

/** What the API and the worker are told alike. Machines' beats are no part of the trials. */
export function serverEnvironment({ node, databaseUrl }: ChainPlace) {
  return {
    DATABASE_URL: databaseUrl,
    CHAIN_ID: String(node.chainId),
    ESCROW_ADDRESS: node.deployment.escrow,
    METER_ADDRESS: accountOf(seats.meter).address,
    USAGE_ROOTS_ADDRESS: node.deployment.usageRoots,
    BEAT_EVERY_SECONDS: '3600',
    MISSED_BEATS_MAX: '100',
    DEMO: '1',
  };
}
