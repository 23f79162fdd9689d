import { openDatabase } from '@gpuflow/db';
import { parseAddress, type Address } from '@gpuflow/domain';
import { escrowTerms } from '@gpuflow/escrow';
import type { Log, Market } from '@gpuflow/marketplace';
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
  const market = marketOf(env, log, parseAddress(signers.METER.address, 'meter'));
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
      deploymentBlock: env.DEPLOYMENT_BLOCK,
    },
    confirmations,
    confirmationRules,
    signers,
    maxFeePerGas: env.MAX_FEE_GWEI,
  };
}

function marketOf(env: Env, log: Log, meter: Address): Market {
  return {
    db: openDatabase(env.DATABASE_URL),
    clock: { now: () => new Date() },
    log,
    terms: escrowTerms({ chainId: env.CHAIN_ID, escrow: env.ESCROW_ADDRESS }),
    policy: {
      chainId: env.CHAIN_ID,
      meter,
      // No machine beats here and nothing is settled: the API's and the worker's policies decide.
      beat: { beatEverySeconds: 1, missedBeatsMax: 1 },
      acceptingSince: new Date(),
      settleFromUnits: 0n,
    },
  };
}
