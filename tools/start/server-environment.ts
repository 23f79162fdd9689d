import type { Deployment } from '../local-chain/deployment.ts';
import { roleAccount } from './accounts.ts';

/** What every server is told of the contracts. */
export function deploymentEnvironment(deployment: Deployment) {
  return {
    CHAIN_ID: String(deployment.chainId),
    ESCROW_ADDRESS: deployment.escrow,
    PARAMS_ADDRESS: deployment.params,
    DEPLOYMENT_BLOCK: String(deployment.block),
    METER_ADDRESS: roleAccount('meter').address,
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
