import { existsSync } from 'node:fs';
import path from 'node:path';

import { z } from 'zod';

import { freePort } from '../free-port.ts';
import { deploymentNoteOf, deploymentSchema, type Deployment } from '../local-chain/deployment.ts';
import type { Processes } from './processes.ts';
import { repository } from './settings.ts';

/** A chain with the contracts on it. */
export interface ChainPlace {
  rpcUrl: string;
  deployment: Deployment;
}

const readySchema = z.object({ url: z.string().url(), deployment: deploymentSchema });

const journalOf = (dataDir: string) => path.join(dataDir, 'chain/journal.jsonl');

/** Whether the contracts are on the local chain of a state folder. */
export function isDeployed(dataDir: string): boolean {
  return existsSync(deploymentNoteOf(journalOf(dataDir)));
}

/** Starts the local chain of a state folder; a port of its own, so that it comes back at the same place after a crash. */
export async function startLocalChain(processes: Processes, dataDir: string): Promise<ChainPlace> {
  const script = path.join(repository, 'tools/local-chain.ts');
  const line = await processes.start({
    name: 'local-chain',
    args: [script, '--journal', journalOf(dataDir), '--port', String(await freePort())],
    env: {},
    isReady: (text) => text.startsWith('{"url"'),
  });
  const { url, deployment } = readySchema.parse(JSON.parse(line));
  return { rpcUrl: url, deployment };
}
