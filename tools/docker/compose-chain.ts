import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { type Deployment, deploymentSchema } from '../local-chain/deployment.ts';

const environment = z.object({
  /** What the local chain wrote beside its journal. */
  DEPLOYMENT_FILE: z.string(),
  RPC_URL: z.string().url(),
  /** Folder of the state that the containers share. */
  DATA_DIR: z.string(),
});

/** The local chain of docker-compose.yml, as its containers know it. */
export function composeChain(): { rpcUrl: string; dataDir: string; deployment: Deployment } {
  const { DEPLOYMENT_FILE, RPC_URL, DATA_DIR } = environment.parse(process.env);
  const note: unknown = JSON.parse(readFileSync(DEPLOYMENT_FILE, 'utf8'));
  const { deployment } = z.object({ deployment: deploymentSchema }).parse(note);
  return { rpcUrl: RPC_URL, dataDir: DATA_DIR, deployment };
}
