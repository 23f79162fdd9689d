import { z } from 'zod';
import { fromTestRun } from './test-run.js';

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/);
const deploymentSchema = z.object({
  chainId: z.number(),
  escrow: address,
  params: address,
  usageRoots: address,
  token: address,
  /** Number of the newest block after the deployment. */
  block: z.number(),
});
const chainSchema = z.object({ url: z.string().url(), deployment: deploymentSchema });
const quantity = z.string().regex(/^0x[0-9a-f]+$/);
const answerSchema = z.union([
  z.object({ error: z.object({ code: z.number(), message: z.string() }) }),
  z.object({ result: z.unknown() }),
]);

/** Where the contracts are on a local chain. */
export type Deployment = z.infer<typeof deploymentSchema>;

/** A chain of its own, with the contracts deployed and blocks made by the test. */
export interface TestChain {
  readonly url: string;
  readonly chainId: number;
  readonly deployment: Deployment;
  /** Makes `blocks` blocks, one second apart unless a timestamp was set. */
  mine(blocks?: number): Promise<void>;
  /** Unix seconds of the next block; must be later than the last block's. */
  setNextBlockTimestamp(seconds: number): Promise<void>;
  /** Whether each transaction makes its block at once (as at the start), or waits for `mine`. */
  automine(on: boolean): Promise<void>;
  /** Remembers this state; the answer goes to `revert`, once. */
  snapshot(): Promise<string>;
  /** Goes back to a snapshot, and forgets it and the later ones. */
  revert(snapshot: string): Promise<void>;
  /** Gives an account exactly so much ether, in wei. */
  setBalance(account: string, wei: bigint): Promise<void>;
  /** The base fee of the next block, in wei per gas; the blocks after it follow by their fullness. */
  setNextBaseFee(wei: bigint): Promise<void>;
  /** Forgets a transaction that waits for a block. */
  dropTransaction(hash: string): Promise<void>;
  /** Ends the chain. */
  stop(): Promise<void>;
}

/** Starts an isolated chain in the run's chain server. */
export async function startChain(): Promise<TestChain> {
  const made = await post(`${fromTestRun('TEST_RUN_CHAINS')}/chains`, {});
  if (!made.ok) throw new Error(`The chain server answered ${made.status}.`);
  const { url, deployment } = chainSchema.parse(await made.json());
  const call = (method: string, ...params: unknown[]) => rpc(url, method, params);
  return {
    url,
    chainId: deployment.chainId,
    deployment,
    mine: async (blocks = 1) => void (await call('hardhat_mine', hexOf(BigInt(blocks)))),
    setNextBlockTimestamp: async (seconds) =>
      void (await call('evm_setNextBlockTimestamp', seconds)),
    automine: async (on) => void (await call('evm_setAutomine', on)),
    snapshot: async () => quantity.parse(await call('evm_snapshot')),
    revert: async (snapshot) => void z.literal(true).parse(await call('evm_revert', snapshot)),
    setBalance: async (account, wei) =>
      void (await call('hardhat_setBalance', account, hexOf(wei))),
    setNextBaseFee: async (wei) =>
      void (await call('hardhat_setNextBlockBaseFeePerGas', hexOf(wei))),
    dropTransaction: async (hash) => void (await call('hardhat_dropTransaction', hash)),
    stop: async () => void (await fetch(url, { method: 'DELETE' })),
  };
}

function hexOf(value: bigint): string {
  return `0x${value.toString(16)}`;
}

async function rpc(url: string, method: string, params: unknown[]): Promise<unknown> {
  const response = await post(url, { jsonrpc: '2.0', id: 1, method, params });
  const answer = answerSchema.parse(await response.json());
  if ('error' in answer) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

function post(url: string, body: object): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
}
