import type { TestChain } from '@gpuflow/testing';

import { keyOf, seats } from './seats.ts';

/** Where a chain process finds its world. */
export interface ChainPlace {
  node: TestChain;
  databaseUrl: string;
  /** Its endpoints, the first one first. */
  rpcUrls: readonly string[];
  /** Variables in which a drill differs. */
  env: Readonly<Record<string, string>>;
}

/** What a chain process is configured with: two confirmations, and nothing that a public chain would not allow. */
export function chainEnvironment({ node, databaseUrl, rpcUrls, env }: ChainPlace) {
  const { escrow, params, usageRoots, block } = node.deployment;
  return {
    DATABASE_URL: databaseUrl,
    RPC_URL: rpcUrls.join(','),
    CHAIN_ID: String(node.chainId),
    ESCROW_ADDRESS: escrow,
    PARAMS_ADDRESS: params,
    USAGE_ROOTS_ADDRESS: usageRoots,
    DEPLOYMENT_BLOCK: String(block),
    METER_KEY: keyOf(seats.meter),
    KEEPER_KEY: keyOf(seats.keeper),
    RELAYER_KEY: keyOf(seats.relayer),
    CONFIRMATIONS: '2',
    POLL_MS: '20',
    ...env,
  };
}
