import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './free-port.ts';
import { endLeftover } from './postgres-leftover.ts';
import { type PostgresHome, ownByPostgres, postgresHome } from './postgres-home.ts';

const GUARD = path.join(import.meta.dirname, 'postgres-guard.ts');
const READY_WITHIN_MS = 60_000;
/** The port is free when we ask for it and may be taken when PostgreSQL does. */
const ATTEMPTS = 3;

/** Local TCP only, and no socket file, so that two clusters never meet. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '128MB',
  jit: 'off',
  log_min_messages: 'warning',
};

/** For clusters that are thrown away: nothing survives a crash of the machine, and nothing waits for a disk. */
export const THROWAWAY_SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '400',
};

export interface EmbeddedPostgres {
  /** Connection URL of a database in the cluster; the database need not exist yet. */
  url(database: string): string;
  /** Of the postmaster. */
  readonly pid: number;
  /** Ends the sessions, checkpoints and stops. */
  stop(): Promise<void>;
  /** Fulfilled when the server has ended, by `stop` or by itself. */
  readonly ended: Promise<unknown>;
}

/**
 * Starts the PostgreSQL that comes with npm, on `port` or a free one, and makes the cluster where there is none.
 * It stops with this process, however this process ends. What an earlier start left running in
 * `dataDir` is ended first; a cluster that another live process uses is an error.
 * The server's own messages go to `<dataDir>.log`.
 */
export async function startPostgres(options: {
  dataDir: string;
  port?: number;
  settings?: Record<string, string>;
}): Promise<EmbeddedPostgres> {
  const home = postgresHome(path.resolve(options.dataDir));
  mkdirSync(path.dirname(home.dataDir), { recursive: true });
  await endLeftover(home.dataDir);
  if (!existsSync(home.dataDir)) createCluster(home);

  const settings = { ...SETTINGS, ...options.settings };
  for (let attempt = 1; ; attempt++) {
    try {
      return await launch(home, options.port ?? (await freePort()), settings);
    } catch (error) {
      if (attempt === ATTEMPTS) throw error;
    }
  }
}

/** Made beside its place and renamed: a cluster that exists is a whole one. */
function createCluster(home: PostgresHome): void {
  const draft = `${home.dataDir}.new`;
  rmSync(draft, { recursive: true, force: true });
  mkdirSync(draft, { mode: 0o700 });
  ownByPostgres(home, draft);
  const [command, args] = home.command('initdb', [
    ...['--pgdata', draft, '--username', 'postgres', '--auth', 'trust'],
    ...['--encoding', 'UTF8', '--locale', 'C', '--no-instructions', '--no-sync'],
  ]);
  const initdb = spawnSync(command, args, { ...home.spawnOptions, encoding: 'utf8' });
  if (initdb.error) throw initdb.error;
  if (initdb.status !== 0) throw new Error(`initdb failed: ${initdb.stdout}${initdb.stderr}`);
  renameSync(draft, home.dataDir);
}

async function launch(
  home: PostgresHome,
  port: number,
  settings: Record<string, string>,
): Promise<EmbeddedPostgres> {
  const [command, args] = home.command('postgres', [
    ...['-D', home.dataDir, '-p', String(port)],
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ]);
  const guard = spawnGuard(home, command, args);
  const ended = once(guard, 'exit');
  const stop = async () => {
    guard.stdin?.end();
    await ended;
  };
  const url = (database: string) => `postgresql://postgres@127.0.0.1:${port}/${database}`;
  try {
    return { url, pid: await untilReady(home, guard), stop, ended };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A session of its own: Ctrl-C in the terminal reaches the launcher, which decides the order of the end. */
function spawnGuard(home: PostgresHome, command: string, args: string[]): ChildProcess {
  const log = openSync(`${home.dataDir}.log`, 'a');
  try {
    const { cwd, env, uid } = home.spawnOptions;
    const user = uid === undefined ? '-' : String(uid);
    return spawn(process.execPath, [GUARD, user, command, ...args], {
      ...{ cwd, env, detached: true },
      stdio: ['pipe', 'ignore', log],
    });
  } finally {
    closeSync(log);
  }
}

/** PostgreSQL writes `ready` in the eighth line of postmaster.pid when it accepts connections. */
async function untilReady(home: PostgresHome, guard: ChildProcess): Promise<number> {
  const deadline = Date.now() + READY_WITHIN_MS;
  while (Date.now() < deadline) {
    const lines = postmasterLines(home.dataDir);
    if (guard.exitCode !== null) throw new Error(`PostgreSQL ended at once. ${lastMessages(home)}`);
    if (lines[7]?.trim() === 'ready') return Number(lines[0]);
    await sleep(10);
  }
  throw new Error(`PostgreSQL was not ready within ${READY_WITHIN_MS} ms. ${lastMessages(home)}`);
}

function postmasterLines(dataDir: string): string[] {
  const file = path.join(dataDir, 'postmaster.pid');
  return existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
}

function lastMessages(home: PostgresHome): string {
  return readFileSync(`${home.dataDir}.log`, 'utf8').slice(-2000);
}
