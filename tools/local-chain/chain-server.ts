import { answerRpc } from './answer-rpc.ts';
import { Chain } from './chain.ts';
import { ChainClock } from './clock.ts';
import type { Deployment } from './deployment.ts';
import { type Answer, listen } from './http-server.ts';
import { type MarketChain, deployInMemory, openMarketChain } from './market-chain.ts';

const CHAINS_MAX = 200;

export interface ChainServer {
  /** JSON-RPC of the main chain; `POST <url>/chains` makes another. */
  readonly url: string;
  readonly deployment: Deployment;
  close(): Promise<void>;
}

/**
 * Serves the chain of a journal (or, without one, a chain in memory whose clock stands), and as many
 * isolated copies of it at the state after the deployment as tests ask for:
 * `POST /chains` answers `{url, deployment}`, `DELETE <url>` ends that chain.
 */
export async function startChainServer(options: {
  host: string;
  port: number;
  journal?: string;
}): Promise<ChainServer> {
  const { host, port, journal } = options;
  const chains = new Map<string, Chain>();
  const deployed = Promise.withResolvers<MarketChain>();
  let made = 0;

  const server = await listen({ host, port }, async (method, path, body) => {
    if (method === 'DELETE') return { status: path !== '/' && chains.delete(path) ? 204 : 404 };
    if (path === '/chains') return addChain();
    const chain = chains.get(path);
    return chain ? { status: 200, body: await answerRpc(chain, body) } : { status: 404 };
  });

  async function addChain(): Promise<Answer> {
    if (chains.size >= CHAINS_MAX) return { status: 503 };
    const path = `/chains/${++made}`;
    const { deployment, deploymentEntries } = await deployed.promise;
    chains.set(path, await Chain.replay(deploymentEntries, ChainClock.standing()));
    return { status: 201, body: { url: `${server.url}${path}`, deployment } };
  }

  const deploy = async (chain: Chain): Promise<Deployment> => {
    chains.set('/', chain);
    // Loaded here, since it brings the whole of Hardhat and most starts have nothing to deploy.
    const { deployContracts } = await import('./deploy-contracts.ts');
    return deployContracts(server.url);
  };
  const market = journal
    ? await openMarketChain(journal, ChainClock.running(), deploy)
    : await deployInMemory(ChainClock.standing(), deploy);
  chains.set('/', market.chain);
  deployed.resolve(market);
  return { url: server.url, deployment: market.deployment, close: server.close };
}
