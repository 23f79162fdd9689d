/**
 * Runs one of the platform's servers against the local chain of docker-compose.yml:
 * `node tools/docker/run-server.ts api|worker|chain`. Adds to the environment what only the chain's
 * deployment knows, and the secrets that the server needs: the chain's test keys and one made once.
 */
import { z } from 'zod';
import { roleAccount } from '../start/accounts.ts';
import { authSecret } from '../start/settings.ts';
import { composeChain } from './compose-chain.ts';

const server = z.enum(['api', 'worker', 'chain']).parse(process.argv[2]);
const { deployment, dataDir } = composeChain();
const key = (role: 'meter' | 'keeper' | 'relayer') => roleAccount(role).privateKey;
const secrets = {
  api: () => ({ AUTH_SECRET: authSecret(dataDir) }),
  worker: () => ({}),
  chain: () => ({
    METER_KEY: key('meter'),
    KEEPER_KEY: key('keeper'),
    RELAYER_KEY: key('relayer'),
  }),
};

Object.assign(process.env, {
  CHAIN_ID: String(deployment.chainId),
  ESCROW_ADDRESS: deployment.escrow,
  PARAMS_ADDRESS: deployment.params,
  DEPLOYMENT_BLOCK: String(deployment.block),
  METER_ADDRESS: roleAccount('meter').address,
  ...secrets[server](),
});
await import(`../../apps/${server}/dist/main.js`);
