import path from 'node:path';

import { z } from 'zod';

import { DevelopmentNode } from '../demo/development-node.ts';
import { CHAIN_ID, deploymentSchema, type Deployment } from '../local-chain/deployment.ts';
import { freePort } from '../free-port.ts';
import type { Processes } from './processes.ts';
import { repository } from './settings.ts';
import { StateFile } from './state-file.ts';

/** A chain with the contracts on it. */
export interface ChainPlace {
  rpcUrl: string;
  deployment: Deployment;
}

const readySchema = z.object({ url: z.string().url(), deployment: deploymentSchema });

/** Starts the local chain of a state folder; a port of its own, so that it comes back at the same place after a crash. */
export async function startLocalChain(processes: Processes, dataDir: string): Promise<ChainPlace> {
  const script = path.join(repository, 'tools/local-chain.ts');
  const journal = path.join(dataDir, 'chain/journal.jsonl');
  const line = await processes.start({
    name: 'local-chain',
    args: [script, '--journal', journal, '--port', String(await freePort())],
    env: {},
    isReady: (text) => text.startsWith('{"url"'),
  });
  const { url, deployment } = readySchema.parse(JSON.parse(line));
  return { rpcUrl: url, deployment };
}

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
  const { deployContracts } = await import('../local-chain/deploy-contracts.ts');
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
