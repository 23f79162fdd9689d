import path from 'node:path';

import { z } from 'zod';

import { freePort, isFree } from '../free-port.ts';
import { roleAccount } from './accounts.ts';
import { build } from './build.ts';
import { startLocalChain, useChainAt, type ChainPlace } from './local-chain.ts';
import { migrate } from './migrate.ts';
import { Processes } from './processes.ts';
import type { Progress } from './progress.ts';
import { authSecret, repository, type Settings } from './settings.ts';

const preferredPort = 4000;

/** Everything that serves. */
export interface Platform extends ChainPlace {
  apiUrl: string;
  processes: Processes;
  logDir: string;
  stop(): Promise<void>;
}

/** Brings up database, chain and processes, each with its line of progress. What already runs is stopped if one fails. */
export async function startPlatform(settings: Settings, progress: Progress): Promise<Platform> {
  const logDir = path.join(settings.dataDir, 'logs');
  const processes = new Processes(logDir, fail);
  const stop = () => processes.stop();
  try {
    const building = progress.step('Build', build);
    const [databaseUrl] = await Promise.all([
      startDatabase(settings, progress, processes),
      building,
    ]);
    const [place] = await Promise.all([
      startChain(settings, progress, processes),
      progress.step('Database migrated', () => migrate(databaseUrl)),
    ]);
    const apiUrl = await startApps({ settings, progress, processes, databaseUrl, place });
    return { ...place, apiUrl, processes, logDir, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function fail(error: Error): void {
  process.stderr.write(`${error.message}\n`);
  process.kill(process.pid, 'SIGTERM');
}

async function startDatabase(
  { DATABASE_URL, dataDir }: Settings,
  progress: Progress,
  processes: Processes,
): Promise<string> {
  if (DATABASE_URL !== undefined) return DATABASE_URL;
  const script = path.join(repository, 'tools/start/postgres.ts');
  const args = [script, path.join(dataDir, 'postgres'), String(await freePort())];
  return progress.step('PostgreSQL out of npm', () =>
    processes.start({
      name: 'postgres',
      args,
      env: {},
      isReady: (line) => line.startsWith('postgresql:'),
    }),
  );
}

function startChain({ RPC_URL, dataDir }: Settings, progress: Progress, processes: Processes) {
  if (RPC_URL === undefined)
    return progress.step('Local chain with the contracts', () =>
      startLocalChain(processes, dataDir),
    );
  return progress.step('Contracts on your chain', () => useChainAt(RPC_URL, dataDir));
}

interface Apps {
  settings: Settings;
  progress: Progress;
  processes: Processes;
  databaseUrl: string;
  place: ChainPlace;
}

/** Starts the three servers at once and answers where the API is. Each gets only the keys that it needs. */
async function startApps({ settings, progress, processes, databaseUrl, place }: Apps) {
  const { rpcUrl, deployment } = place;
  const port = settings.PORT ?? ((await isFree(preferredPort)) ? preferredPort : await freePort());
  const apiUrl = `http://127.0.0.1:${port}`;
  const common = {
    DATABASE_URL: databaseUrl,
    CHAIN_ID: String(deployment.chainId),
    ESCROW_ADDRESS: deployment.escrow,
    PARAMS_ADDRESS: deployment.params,
    METER_ADDRESS: roleAccount('meter').address,
    DEMO: '1',
  };
  const start = (name: string, title: string, env: Record<string, string>) =>
    progress.step(title, () =>
      processes.start({
        name,
        args: [path.join(repository, 'apps', name, 'dist/main.js')],
        env: { ...common, ...env },
        isReady: isReadyLine,
      }),
    );
  await Promise.all([
    start('chain', 'Chain process: follows logs, sends transactions', {
      RPC_URL: rpcUrl,
      DEPLOYMENT_BLOCK: String(deployment.block),
      METER_KEY: roleAccount('meter').privateKey,
      KEEPER_KEY: roleAccount('keeper').privateKey,
      RELAYER_KEY: roleAccount('relayer').privateKey,
      CONFIRMATIONS: '1',
      POLL_MS: '200',
    }),
    start('api', 'API', {
      RPC_URL: rpcUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: apiUrl,
      AUTH_SECRET: authSecret(settings.dataDir),
    }),
    start('worker', 'Worker', {
      ...(settings.REDIS_URL !== undefined && { REDIS_URL: settings.REDIS_URL }),
      SWEEP_SECONDS: '5',
      KEEP_SECONDS: '1',
    }),
  ]);
  return apiUrl;
}

const readyLine = z.object({ msg: z.literal('ready') });

/** Every app logs the message `ready`, as JSON, when it is. */
function isReadyLine(line: string): boolean {
  try {
    return readyLine.safeParse(JSON.parse(line)).success;
  } catch {
    return false;
  }
}
