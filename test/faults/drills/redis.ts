import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

import { instances, outbox } from '@gpuflow/db';
import { reportInstance } from '@gpuflow/marketplace';

import { AppChild } from '../app-child.ts';
import type { ChainChild } from '../chain-child.ts';
import type { Door } from '../door.ts';
import type { Drill } from '../drill.ts';
import { seededHash } from '../listed-machine.ts';
import { RedisServer } from '../redis-server.ts';
import { serverEnvironment } from '../server-environment.ts';
import { openChildStand, type Stand } from '../stand.ts';
import type { Trial } from '../trial.ts';

/** A chain process, a worker, and the Redis that the worker's queues are on. */
interface Platform extends ChainChild {
  redis: RedisServer;
}

/** So many jobs wait when it strikes. */
const loadJobs = 200;

/** The queues lose everything, or are gone for a while, with jobs waiting. */
export const redis: Drill<Platform>[] = [
  {
    name: 'redis-flushed-under-load',
    strikesAt: ['start', 'settle', 'close'],
    boundSeconds: 60,
    saidAs: undefined,
    openStand: openWorkerStand,
    async strike(trial, step) {
      await load(trial);
      await step.act();
      await delay(trial.random.below(200));
      await trial.recover(step, () => trial.stand.chain.redis.flush());
    },
  },
  {
    name: 'redis-killed-under-load',
    strikesAt: ['start', 'settle', 'close'],
    boundSeconds: 60,
    saidAs: /queue failed/,
    openStand: openWorkerStand,
    async strike(trial, step) {
      await load(trial);
      await step.act();
      await delay(trial.random.below(200));
      await trial.stand.chain.redis.kill();
      await trial.struggle(trial.random.between(20, 60));
      await trial.recover(step, () => trial.stand.chain.redis.start());
    },
  },
];

/** Jobs for rentals that nobody knows: each is taken, looked up and done with. */
async function load({ stand, random }: Trial<Platform>): Promise<void> {
  const messages = Array.from({ length: loadJobs }, () => ({
    kind: 'probe-instance',
    payload: { rentalId: seededHash(random) },
  }));
  await outbox.append(stand.market.db, messages, stand.market.clock.now());
}

async function openWorkerStand(): Promise<Stand<Platform>> {
  const stand = await openChildStand();
  const server = await RedisServer.start();
  const worker = new AppChild({
    app: 'worker',
    env: { ...serverEnvironment(stand.place), REDIS_URL: server.url, KEEP_SECONDS: '1' },
  });
  await worker.start();
  const machines: Server[] = [];
  return {
    ...stand,
    chain: {
      ...stand.chain,
      redis: server,
      warnings: () => [...stand.chain.warnings(), ...worker.warnings()],
      ended: () => stand.chain.ended() ?? worker.ended(),
    },
    door: machineDoor(stand, machines),
    keep: async () => undefined,
    async close() {
      await worker.stop();
      await server.kill();
      for (const machine of machines) machine.close();
      await stand.close();
    },
  };
}

/** Instances are proved as they are in earnest: the machine reports one, and the worker asks it for its token. */
function machineDoor({ door, market }: Stand, servers: Server[]): Door {
  return {
    ...door,
    async report(rentalId) {
      const instance = await instances.find(market.db, rentalId);
      if (instance === undefined) throw new Error(`no instance of ${rentalId}`);
      const server = createServer((_, response) => void response.end(instance.probeToken));
      servers.push(server.listen(0, '127.0.0.1'));
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('not on a port');
      const actor = { kind: 'MACHINE', machineId: instance.machineId } as const;
      const { port } = address;
      const report = { actor, rentalId, state: 'RUNNING', port, failure: undefined } as const;
      await reportInstance(market, report);
    },
  };
}
