import { collectEarly, createChainProcess, type Chain } from '@gpuflow/chain';
import { openDatabase } from '@gpuflow/db';
import { escrowTerms, openChainClient } from '@gpuflow/escrow';
import { mnemonicToAccount } from 'viem/accounts';

import { chainId, deploymentBlock, escrow, params, usageRoots } from './recorded-chain.ts';
import { serveRuns, type Run } from './side.ts';

collectEarly();

/** The chain process as it is deployed, following until it finds nothing new. */
serveRuns(async (run) => {
  const chain = chainOf(run);
  const chainProcess = createChainProcess(chain);
  while (await chainProcess.followStep());
  await chain.market.db.close();
});

function chainOf({ databaseUrl, nodeUrl }: Run): Chain {
  const signer = mnemonicToAccount('test test test test test test test test test test test junk');
  const problem = (facts: object, message: string) => {
    throw new Error(`${message}: ${JSON.stringify(facts)}`);
  };
  return {
    market: {
      db: openDatabase(databaseUrl),
      clock: { now: () => new Date() },
      log: { info: () => undefined, warn: problem, error: problem },
      terms: escrowTerms({ chainId, escrow }),
      policy: { chainId },
    },
    node: openChainClient({ rpcUrl: nodeUrl, chainId }),
    contracts: { escrow, params, usageRoots, deploymentBlock },
    confirmations: 2n,
    signers: { METER: signer, KEEPER: signer, RELAYER: signer },
    maxFeePerGas: 1n,
  };
}
