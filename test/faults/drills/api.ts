import { freePort } from '../../../tools/free-port.ts';
import { apiDoor } from '../api-door.ts';
import { AppChild } from '../app-child.ts';
import type { ChainChild } from '../chain-child.ts';
import type { Drill } from '../drill.ts';
import { serverEnvironment } from '../server-environment.ts';
import { openChildStand, type Stand } from '../stand.ts';

/** A chain process and an API, both as they are deployed. */
interface Platform extends ChainChild {
  api: AppChild;
}

/** What happens to a mutation on its way, with a client that insists. */
export const api: Drill<Platform>[] = [
  {
    name: 'api-killed-in-mutation',
    strikesAt: ['open', 'stop'],
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openApiStand(1),
    async strike(trial, step) {
      const milestone = trial.random.pick(['command.writing', 'command.committed'] as const);
      await trial.stand.chain.api.arm({ milestone, hit: 1, strike: 'KILL' });
      await trial.recover(step, step.act);
    },
  },
  {
    name: 'fifty-requests-with-one-key',
    strikesAt: ['open', 'stop'],
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openApiStand(50),
    strike: (trial, step) => trial.recover(step, step.act),
  },
];

async function openApiStand(copies: number): Promise<Stand<Platform>> {
  const stand = await openChildStand();
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const process = new AppChild({
    app: 'api',
    env: {
      ...serverEnvironment(stand.place),
      RPC_URL: stand.node.url,
      PORT: String(port),
      PUBLIC_URL: origin,
      AUTH_SECRET: 's'.repeat(32),
    },
  });
  await process.start();
  return {
    ...stand,
    chain: { ...stand.chain, api: process },
    door: apiDoor({ api: process, url: `${origin}/graphql`, market: stand.market, copies }),
    async close() {
      await process.stop();
      await stand.close();
    },
  };
}
