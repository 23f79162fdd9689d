import { openDatabase } from '@gpuflow/db';
import { escrowTerms } from '@gpuflow/escrow';
import type { Log } from '@gpuflow/marketplace';
import type { Chain } from './chain.js';
import type { Env } from './env.js';
import { openNode } from './node/open-node.js';
import { openSigner } from './signers/signer-variables.js';

/** Opens what the environment names. Nothing is connected before it is used. */
export function chainOf(env: Env, log: Log): Chain {
  const signers = {
    METER: openSigner(env.keyPlaces.METER),
    KEEPER: openSigner(env.keyPlaces.KEEPER),
    RELAYER: openSigner(env.keyPlaces.RELAYER),
  };
  const market = marketOf(env, log);
  const { confirmations, confirmationRules } = env.CONFIRMATIONS;
  return {
    market,
    node: openNode({
      rpcUrls: env.RPC_URL,
      chainId: env.CHAIN_ID,
      clock: market.clock,
      log,
      depth: confirmations,
    }),
    contracts: {
      escrow: env.ESCROW_ADDRESS,
      params: env.PARAMS_ADDRESS,
      usageRoots: env.USAGE_ROOTS_ADDRESS,
      deploymentBlock: env.DEPLOYMENT_BLOCK,
    },
    confirmations,
    confirmationRules,
    signers,
    maxFeePerGas: env.MAX_FEE_GWEI,
  };
}

function marketOf(env: Env, log: Log): Chain['market'] {
  return {
    db: openDatabase(env.DATABASE_URL),
    clock: { now: () => new Date() },
    log,
    terms: escrowTerms({ chainId: env.CHAIN_ID, escrow: env.ESCROW_ADDRESS }),
    policy: { chainId: env.CHAIN_ID },
  };
}
