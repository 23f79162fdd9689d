import { existsSync, readFileSync, readdirSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const ENDS_WITHIN_MS = 10_000;

/**
 * Ends the PostgreSQL that was left in a data folder when its launcher and its guard were both killed,
 * and removes the lock file that a dead one left (PostgreSQL would refuse to start where its number now
 * belongs to some other process). Found by the working folder, which every process of a cluster has.
 * Throws when the cluster has a living guard that does not end it: somebody else is using it.
 */
export async function endLeftover(dataDir: string): Promise<void> {
  const lockFile = path.join(dataDir, 'postmaster.pid');
  if (!existsSync(lockFile)) return;
  const postmaster = Number(readFileSync(lockFile, 'utf8').split('\n')[0]);

  const running = processesIn(dataDir);
  if (running.includes(postmaster) && !isGuarded(postmaster)) signal(postmaster, 'SIGINT');
  if (await allGone(dataDir)) return rmSync(lockFile, { force: true });

  if (isGuarded(postmaster)) {
    throw new Error(`The cluster in ${dataDir} is used by process ${parentOf(postmaster)}.`);
  }
  for (const pid of processesIn(dataDir)) signal(pid, 'SIGQUIT');
  if (!(await allGone(dataDir))) throw new Error(`PostgreSQL in ${dataDir} does not end.`);
  rmSync(lockFile, { force: true });
}

async function allGone(dataDir: string): Promise<boolean> {
  const deadline = Date.now() + ENDS_WITHIN_MS;
  while (processesIn(dataDir).length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(20);
  }
  return true;
}

/** Reads /proc; on systems without it nothing is found, and PostgreSQL's own lock file decides. */
function processesIn(dataDir: string): number[] {
  if (!existsSync('/proc')) return [];
  const folder = realpathSync(dataDir);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => workingFolder(pid) === folder);
}

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // gone meanwhile, or another user's
  }
}

function isGuarded(pid: number): boolean {
  try {
    return readFileSync(`/proc/${parentOf(pid)}/cmdline`, 'utf8').includes('postgres-guard');
  } catch {
    return false; // gone meanwhile
  }
}

/** The fourth field of /proc/<pid>/stat (proc(5)); the second, the name, may hold blanks. */
function parentOf(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself between the look and the signal.
  }
}
