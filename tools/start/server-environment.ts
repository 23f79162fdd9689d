import type { Deployment } from '../local-chain/deployment.ts';
import { plannedMachines } from '../demo/market-plan.ts';
import { providerAccount, roleAccount } from './accounts.ts';
import { authSecret } from './settings.ts';

/** What every server is told of the contracts. */
export function deploymentEnvironment(deployment: Deployment) {
  return {
    CHAIN_ID: String(deployment.chainId),
    ESCROW_ADDRESS: deployment.escrow,
    PARAMS_ADDRESS: deployment.params,
    USAGE_ROOTS_ADDRESS: deployment.usageRoots,
    DEPLOYMENT_BLOCK: String(deployment.block),
    METER_ADDRESS: roleAccount('meter').address,
  };
}

/** What the API alone is told: the secret of its tokens, and that the demonstration's data centres are vetted. */
export function apiEnvironment(dataDir: string) {
  const vetted = plannedMachines().filter(({ tier }) => tier === 'SECURE');
  const addresses = vetted.map(({ provider }) => providerAccount(provider).address);
  return {
    AUTH_SECRET: authSecret(dataDir),
    VETTED_PROVIDERS: [...new Set(addresses)].join(),
  };
}

/** The test keys that the chain process signs with, and nobody else has. */
export function signerKeys() {
  return {
    METER_KEY: roleAccount('meter').privateKey,
    KEEPER_KEY: roleAccount('keeper').privateKey,
    RELAYER_KEY: roleAccount('relayer').privateKey,
  };
}
