/**
 * Runs one of the platform's servers against the local chain of docker-compose.yml:
 * `node tools/docker/run-server.ts api|worker|chain`. Adds to the environment what only the chain's
 * deployment knows, and the secrets that the server needs: the chain's test keys and one made once.
 */
import { z } from 'zod';
import { apiEnvironment, deploymentEnvironment, signerKeys } from '../start/server-environment.ts';
import { composeChain } from './compose-chain.ts';

const server = z.enum(['api', 'worker', 'chain']).parse(process.argv[2]);
const { deployment, dataDir } = composeChain();
const secrets = {
  api: () => apiEnvironment(dataDir),
  worker: () => ({}),
  chain: signerKeys,
};

Object.assign(process.env, deploymentEnvironment(deployment), secrets[server]());
await import(`../../apps/${server}/dist/main.js`);
