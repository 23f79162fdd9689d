import { createPublicClient, http, type Chain, type PublicClient } from 'viem';

/** Where a node is, and which chain it must be of. */
export interface ChainEndpoint {
  rpcUrl: string;
  chainId: number;
  /** How often a request that found no answer is made again at once; twice, unless it is said. */
  retries?: number;
}

const requestTimeoutMs = 10_000;
const callsPerRequest = 100;

/**
 * A client that reads many things in few requests (JSON-RPC batches), gives a request up after 10 seconds, and remembers
 * no answer: the head is the node's head.
 */
export function openChainClient({ rpcUrl, chainId, retries }: ChainEndpoint): PublicClient {
  const chain = chainOf(chainId, rpcUrl);
  return createPublicClient({ chain, transport: transportOf(rpcUrl, retries), cacheTime: 0 });
}

export function transportOf(rpcUrl: string, retries = 2) {
  return http(rpcUrl, {
    batch: { batchSize: callsPerRequest },
    timeout: requestTimeoutMs,
    retryCount: retries,
  });
}

export function chainOf(chainId: number, rpcUrl: string): Chain {
  return {
    id: chainId,
    name: `chain ${chainId}`,
    nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
    rpcUrls: { default: { http: [rpcUrl] } },
  };
}
