/**
 * Lists the demonstration market through the API of docker-compose.yml, and lays down what its agent needs
 * to enrol. Run again, it lists what is missing.
 */
import { z } from 'zod';
import { AgentHomes } from '../demo/agents.ts';
import { createDemo } from '../demo/demo.ts';
import { seedMarket } from '../demo/seed-market.ts';
import { composeChain } from './compose-chain.ts';

const { API_URL } = z.object({ API_URL: z.string().url() }).parse(process.env);
const { dataDir, ...place } = composeChain();
const machines = await seedMarket(
  createDemo({ ...place, apiUrl: API_URL }),
  new AgentHomes(dataDir),
);
console.log(`${machines} machines are on the market`);
