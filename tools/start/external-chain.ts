import path from 'node:path';

import { z } from 'zod';

import { DevelopmentNode } from '../demo/development-node.ts';
import { deployContracts } from '../local-chain/deploy-contracts.ts';
import { CHAIN_ID, deploymentSchema } from '../local-chain/deployment.ts';
import type { ChainPlace } from './local-chain.ts';
import { StateFile } from './state-file.ts';

/** Deploys the contracts to a development node of the caller's, once per node and state folder. */
export async function useChainAt(rpcUrl: string, dataDir: string): Promise<ChainPlace> {
  const file = new StateFile(
    path.join(dataDir, 'external-chain.json'),
    z.object({ rpcUrl: z.string(), deployment: deploymentSchema }),
  );
  const node = new DevelopmentNode(rpcUrl);
  await assertDevelopmentChain(node);
  const known = file.read();
  if (known?.rpcUrl === rpcUrl && (await node.hasCode(known.deployment.escrow))) return known;
  const place = { rpcUrl, deployment: await deployContracts(rpcUrl) };
  file.write(place);
  return place;
}

/** Throws where it is not a development node: the example moves the chain's clock and mints play money. */
async function assertDevelopmentChain(node: DevelopmentNode): Promise<void> {
  const chainId = await node.chainId();
  if (chainId === CHAIN_ID) return;
  throw new Error(
    `The node at RPC_URL is of chain ${chainId}. "npm start" plays on a development node of chain ${CHAIN_ID}; ` +
      'to serve another chain, start the processes one by one as docs/operations.md says.',
  );
}
