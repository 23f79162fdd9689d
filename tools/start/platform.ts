import path from 'node:path';

import { z } from 'zod';

import { freePort, isFree } from '../free-port.ts';
import { isDeployed, startLocalChain, type ChainPlace } from './local-chain.ts';
import { migrate } from './migrate.ts';
import type { Processes } from './processes.ts';
import type { Progress } from './progress.ts';
import { apiEnvironment, deploymentEnvironment, signerKeys } from './server-environment.ts';
import { repository, type Settings } from './settings.ts';

const preferredPort = 4000;

/** Everything that serves. */
export interface Platform extends ChainPlace {
  apiUrl: string;
  logDir: string;
  /** Starts one more process of an app, under a name of its own. */
  startApp(app: string, name: string, env: Record<string, string>): Promise<string>;
}

/** What it takes to bring the platform up. */
export interface PlatformPlan {
  settings: Settings;
  progress: Progress;
  processes: Processes;
  /** Done when there is something to start. */
  building: Promise<void>;
  /** Aborted when everything is being stopped. */
  signal: AbortSignal;
}

/** Brings up database, chain and servers, each with its line of progress. */
export async function startPlatform(plan: PlatformPlan): Promise<Platform> {
  const [databaseUrl, place] = await Promise.all([
    startDatabase(plan),
    startChain(plan),
    plan.building,
  ]);
  const startApp: Platform['startApp'] = (app, name, env) =>
    plan.processes.start({
      name,
      args: [path.join(repository, 'apps', app, 'dist/main.js')],
      env,
      isReady: isReadyLine,
    });
  const apiUrl = await startServers(plan, startApp, databaseUrl, place);
  return { ...place, apiUrl, logDir: plan.processes.logDir, startApp };
}

async function startDatabase({
  settings,
  progress,
  processes,
  signal,
}: PlatformPlan): Promise<string> {
  const { DATABASE_URL, dataDir } = settings;
  const url = DATABASE_URL ?? (await startPostgres(dataDir, progress, processes));
  await progress.step('Database migrated', () => migrate(url, signal));
  return url;
}

async function startPostgres(dataDir: string, progress: Progress, processes: Processes) {
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

/** What was deployed before needs nothing of the build. */
async function startChain(plan: PlatformPlan): Promise<ChainPlace> {
  const { RPC_URL, dataDir } = plan.settings;
  if (RPC_URL !== undefined || !isDeployed(dataDir)) await plan.building;
  if (RPC_URL === undefined)
    return plan.progress.step('Local chain with the contracts', () =>
      startLocalChain(plan.processes, dataDir),
    );
  return plan.progress.step('Contracts on your chain', async () => {
    // Imported only now, because it stands on what the build makes.
    const { useChainAt } = await import('./external-chain.ts');
    return useChainAt(RPC_URL, dataDir);
  });
}

/** Starts the three servers at once and answers where the API is. Each gets only the keys that it needs. */
async function startServers(
  { settings, progress }: PlatformPlan,
  startApp: Platform['startApp'],
  databaseUrl: string,
  { rpcUrl, deployment }: ChainPlace,
): Promise<string> {
  const port = settings.PORT ?? ((await isFree(preferredPort)) ? preferredPort : await freePort());
  const apiUrl = `http://127.0.0.1:${port}`;
  const common = {
    DATABASE_URL: databaseUrl,
    ...deploymentEnvironment(deployment),
    DEMO: '1',
  };
  const start = (app: string, title: string, env: Record<string, string>) =>
    progress.step(title, () => startApp(app, app, { ...common, ...env }));
  await Promise.all([
    start('chain', 'Chain process: follows logs, sends transactions', {
      RPC_URL: rpcUrl,
      ...signerKeys(),
      CONFIRMATIONS: '1',
      POLL_MS: '200',
    }),
    start('api', 'API', {
      RPC_URL: rpcUrl,
      HOST: '127.0.0.1',
      PORT: String(port),
      PUBLIC_URL: apiUrl,
      ...apiEnvironment(settings.dataDir),
    }),
    start('worker', 'Worker', {
      RPC_URL: rpcUrl,
      AUDIT_SECONDS: '5',
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
