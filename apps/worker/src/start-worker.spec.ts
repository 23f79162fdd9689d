import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';

import { instances, intents, machines } from '@gpuflow/db';
import { Queue, type ConnectionOptions } from 'bullmq';

import { serveInstance } from './fixture/instance-server.js';
import {
  addMachine,
  addReserved,
  chainId,
  openMarket,
  report,
  type TestMarket,
} from './fixture/market.js';
import { chooseBackend, type QueueBackend } from './queue-backend.js';
import { startWorker, type RunningWorker } from './start-worker.js';

const probeToken = '5e'.repeat(32);

async function until<Found>(find: () => Promise<Found | undefined>): Promise<Found> {
  const giveUpAt = Date.now() + 15_000;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (Date.now() > giveUpAt) throw new Error('it never came true');
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

/** What the worker must do on either backend. */
function worksOn(backendOf: (market: TestMarket) => QueueBackend) {
  let market: TestMarket;
  const workers: RunningWorker[] = [];
  beforeEach(async () => {
    market = await openMarket();
  });
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop()));
    await market.close();
  });

  const seldom = {
    ...{ sweepSeconds: 3600, keepSeconds: 3600, relaySeconds: 3600 },
    ...{ rollUpSeconds: 3600, scoreSeconds: 3600 },
  };
  const start = async (seconds: Partial<typeof seldom> = {}) => {
    const probe = { privateAllowed: true, timeoutMs: 2000 };
    const options = { ...seldom, ...seconds, audit: undefined, probe, queues: backendOf(market) };
    workers.push(await startWorker(market, options));
  };
  const startIntent = (rentalId: string) => () =>
    intents.find(market.db, `${chainId}:${rentalId}:start`);

  it('starts the clock once an instance that its agent reports has answered', async () => {
    await start();
    const server = await serveInstance(probeToken);
    const rental = await addReserved(market, await addMachine(market), probeToken);
    await report(market, rental, { state: 'RUNNING', port: server.port });
    expect(await until(startIntent(rental.id))).toMatchObject({ signerRole: 'METER' });
    await server.close();
  });

  it('asks again where the instance is not ready at first', async () => {
    await start();
    const booting = await serveInstance('not ready');
    const rental = await addReserved(market, await addMachine(market), probeToken);
    const instance = await report(market, rental, { state: 'RUNNING', port: booting.port });
    await until(async () => (booting.requests() > 1 ? true : undefined));
    await booting.close();
    const ready = await serveInstance(probeToken);
    await instances.save(market.db, { ...instance, port: ready.port });
    await until(startIntent(rental.id));
    await ready.close();
  });

  it('takes what was waiting in the outbox before it started', async () => {
    const server = await serveInstance(probeToken);
    const rental = await addReserved(market, await addMachine(market), probeToken);
    await report(market, rental, { state: 'RUNNING', port: server.port });
    await start({ relaySeconds: 1 });
    await until(startIntent(rental.id));
    await server.close();
  });

  it('sweeps on its schedule', async () => {
    const { id } = await addMachine(market);
    market.clock.advanceSeconds(61);
    await start({ sweepSeconds: 1 });
    await until(async () =>
      (await machines.find(market.db, id))?.liveness === 'SILENT' ? true : undefined,
    );
  });

  it('has each schedule once over two replicas', async () => {
    await Promise.all([start(), start()]);
    const connection = chooseBackend(backendOf(market));
    for (const name of ['watch-heartbeats', 'keep-rentals', 'relay-outbox']) {
      expect(await schedulersOf(name, connection)).toEqual([name]);
    }
  });
}

async function schedulersOf(name: string, connection: ConnectionOptions): Promise<string[]> {
  const queue = new Queue(name, { connection });
  const schedulers = await queue.getJobSchedulers();
  await queue.close();
  return schedulers.map(({ key }) => key);
}

describe('worker on PostgreSQL', () => {
  worksOn(({ databaseUrl }) => ({ redisUrl: undefined, databaseUrl }));
});

// Redis does not come out of npm: these run where the machine has it.
if (spawnSync('redis-server', ['--version']).status === 0)
  describe('worker on Redis', () => {
    let redis: ChildProcess;
    let redisUrl: string;
    beforeEach(async () => {
      const port = await freePort();
      const settings = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''];
      redis = spawn('redis-server', settings, { stdio: 'ignore' });
      redisUrl = `redis://127.0.0.1:${port}`;
    });
    afterEach(async () => {
      const ended = once(redis, 'exit');
      redis.kill();
      await ended;
    });

    // Inside, so that the workers end before their Redis does.
    describe('which is up', () => {
      worksOn(({ databaseUrl }) => ({ redisUrl, databaseUrl }));
    });
  });
