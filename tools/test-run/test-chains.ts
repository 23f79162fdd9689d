import { startChainServer } from '../local-chain/chain-server.ts';
import { atEnd } from './cleanup.ts';

/** Starts the server that `startChain()` asks for chains. Needs the compiled contracts. */
export async function startTestChains(): Promise<void> {
  const server = await startChainServer({ host: '127.0.0.1', port: 0 });
  atEnd(() => server.close());
  process.env.TEST_RUN_CHAINS = server.url;
}
