import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

import { chainOf, readEnv, type Chain } from '@gpuflow/chain';
import { parseAddress, type Address } from '@gpuflow/domain';
import { createPublicClient, http, type PublicClient } from 'viem';
import { z } from 'zod';

import { DurableDatabase } from '../../faults/durable-database.ts';
import { keyOf, seats } from './seats.ts';

const place = z.object({
  url: z.string(),
  deployment: z.object({
    chainId: z.number(),
    escrow: z.string().transform((text) => parseAddress(text, 'escrow')),
    params: z.string(),
    usageRoots: z.string(),
    token: z.string().transform((text) => parseAddress(text, 'token')),
    block: z.number(),
  }),
});

/** A chain in a process of its own, and a PostgreSQL that keeps what it commits. */
export interface World {
  node: PublicClient;
  nodeUrl: string;
  chainId: number;
  escrow: Address;
  token: Address;
  databaseUrl: string;
  /** The chain process's own view of it. */
  openChain(): Chain;
  /** Every so many milliseconds a block; 0: one with each transaction. */
  blocksEvery(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorld(): Promise<World> {
  const database = await DurableDatabase.create();
  const child = fork(path.join(import.meta.dirname, 'chain-server.ts'));
  const said: unknown[] = await once(child, 'message');
  const { url, deployment } = place.parse(said[0]);
  const { chainId, escrow, token } = deployment;
  return {
    node: createPublicClient({ transport: http(url), pollingInterval: 20 }),
    nodeUrl: url,
    chainId,
    escrow,
    token,
    databaseUrl: database.url,
    openChain: () => chainOf(environment(database.url, url, deployment), problemsOnly),
    blocksEvery: (ms) => tell(child, ms),
    async close() {
      child.disconnect();
      await once(child, 'exit');
      await database.drop();
    },
  };
}

async function tell(child: ChildProcess, ms: number): Promise<void> {
  child.send(ms);
  await once(child, 'message');
}

function environment(
  databaseUrl: string,
  nodeUrl: string,
  { chainId, escrow, params, usageRoots, block }: z.output<typeof place>['deployment'],
) {
  return readEnv({
    DATABASE_URL: databaseUrl,
    RPC_URL: nodeUrl,
    CHAIN_ID: String(chainId),
    ESCROW_ADDRESS: escrow,
    PARAMS_ADDRESS: params,
    USAGE_ROOTS_ADDRESS: usageRoots,
    DEPLOYMENT_BLOCK: String(block),
    METER_KEY: keyOf(seats.meter),
    KEEPER_KEY: keyOf(seats.keeper),
    RELAYER_KEY: keyOf(seats.relayer),
    CONFIRMATIONS: '1',
  });
}

const say = (facts: object, message: string) =>
  void process.stderr.write(`${message} ${JSON.stringify(facts)}\n`);
const problemsOnly = { info: () => undefined, warn: say, error: say };
