import { openChainClient } from '@gpuflow/escrow';
import { createPublicClient, custom, type PublicClient } from 'viem';
import { broadcastToAll, crossCheckedCount, crossCheckedReceipt } from './cross-check.js';
import { Endpoint, type EndpointSetting } from './endpoint.js';
import { read, type Endpoints } from './endpoints.js';
import type { Question } from './question.js';
import { toQuantity } from './quantity.js';
import { rollCall } from './roll-call.js';

/** Where a chain's endpoints are, and from which depth on they must not contradict each other. */
export interface NodeSetting extends Omit<EndpointSetting, 'random'> {
  rpcUrls: readonly [string, ...string[]];
  chainId: number;
  /** In blocks; a block is its own first confirmation. */
  depth: bigint;
  /** Spreads pauses. */
  random?: () => number;
}

/** A client of a chain, through one endpoint or several. */
export type ChainNode = PublicClient & {
  /** Reads from another endpoint from now on, where there is one: the answers of the present one do not fit together. */
  passOver?: () => void;
};

/**
 * A client that spreads its questions over endpoints. Each question for the head calls the roll (see `rollCall`); receipts
 * and nonces are cross-checked, bytes go to all, and everything else is read from one endpoint as long as it is good.
 */
export function openNode(setting: NodeSetting): ChainNode {
  const { rpcUrls, chainId, clock, log, depth, random = Math.random } = setting;
  const spread = { clock, log, random };
  const open = (rpcUrl: string, ordinal: number) =>
    new Endpoint(ordinal, openChainClient({ rpcUrl, chainId, retries: 0 }), spread);
  const [first, ...others] = rpcUrls;
  const preferred = open(first, 1);
  const all = [preferred, ...others.map((rpcUrl, i) => open(rpcUrl, i + 2))];
  const endpoints: Endpoints = { ...spread, chainId, all, depth, preferred };
  const transport = custom({ request: router(endpoints) }, { retryCount: 0 });
  const client = createPublicClient({ transport, cacheTime: 0 });
  return { ...client, passOver: () => passOver(endpoints) };
}

function passOver({ all, preferred }: Endpoints): void {
  const others = all.filter((endpoint) => endpoint !== preferred);
  if (others.some((endpoint) => endpoint.trusted)) preferred.distrust('UNFIT');
}

/** Many questions may wait for one roll call. */
function router(endpoints: Endpoints): (question: Question) => Promise<unknown> {
  let calling: Promise<unknown> | undefined;
  const call = () => (calling ??= rollCall(endpoints).finally(() => (calling = undefined)));
  return async (question) => {
    if (question.method === 'eth_chainId') return chainIdAfter(endpoints, call());
    if (isForHead(question)) return call();
    if (!endpoints.all.some((endpoint) => endpoint.trusted)) await call();
    return route(endpoints, question);
  };
}

function route(endpoints: Endpoints, question: Question): Promise<unknown> {
  switch (question.method) {
    case 'eth_sendRawTransaction':
      return broadcastToAll(endpoints, question);
    case 'eth_getTransactionReceipt':
      return crossCheckedReceipt(endpoints, question);
    case 'eth_getTransactionCount':
      return crossCheckedCount(endpoints, question);
    default:
      return read(endpoints, question);
  }
}

function isForHead({ method, params }: Question): boolean {
  return method === 'eth_getBlockByNumber' && Array.isArray(params) && params[0] === 'latest';
}

/** Another chain's number only where all endpoints are of another one. */
async function chainIdAfter({ all, chainId }: Endpoints, call: Promise<unknown>): Promise<unknown> {
  try {
    await call;
    return toQuantity(BigInt(chainId));
  } catch (error) {
    const told = all.map((endpoint) => endpoint.chainId);
    const foreign = told.find((one) => one !== undefined);
    if (foreign === undefined || told.some((one) => one === undefined || one === chainId))
      throw error;
    return toQuantity(BigInt(foreign));
  }
}
