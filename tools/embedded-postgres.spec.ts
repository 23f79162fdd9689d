import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { jest } from '@jest/globals';
import pg from 'pg';
import { startPostgres } from './embedded-postgres.ts';

jest.setTimeout(60_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'gpuflow-postgres-'));
chmodSync(folder, 0o711);
const dataDir = path.join(folder, 'data');
afterAll(() => rmSync(folder, { recursive: true }));

const LAUNCHER = `
  const { startPostgres } = await import(${JSON.stringify(
    pathToFileURL(path.join(import.meta.dirname, 'embedded-postgres.ts')).href,
  )});
  const { pid } = await startPostgres({ dataDir: ${JSON.stringify(dataDir)} });
  process.stdout.write(String(pid));
  setInterval(() => undefined, 1000);
`;

/** Nobody outlives a test, even one that failed. */
const launchers: ChildProcess[] = [];
afterEach(() => {
  for (const launcher of launchers.splice(0)) launcher.kill('SIGKILL');
});

async function launch(): Promise<{ launcher: ChildProcess; postmaster: number }> {
  const launcher = spawn(process.execPath, ['--input-type=module', '-e', LAUNCHER]);
  launchers.push(launcher);
  const [pid] = await once(launcher.stdout, 'data');
  return { launcher, postmaster: Number(pid) };
}

async function kill(child: { pid?: number | undefined }): Promise<void> {
  if (child.pid === undefined) throw new Error('It did not start.');
  process.kill(child.pid, 'SIGKILL');
  await untilGone(child.pid);
}

/** A killed process whose parent has not read its status is gone too. */
function isRunning(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (isRunning(pid)) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} is still there.`);
    await sleep(20);
  }
}

function guardOf(postmaster: number): number {
  return Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${postmaster}/status`, 'utf8'))?.[1]);
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('startPostgres', () => {
  it('keeps the data from one start to the next and applies the settings', async () => {
    const first = await startPostgres({ dataDir, settings: { work_mem: '7MB' } });
    await query(first.url('postgres'), 'CREATE TABLE kept AS SELECT 42 AS answer');
    expect(await query(first.url('postgres'), 'SHOW work_mem')).toEqual([{ work_mem: '7MB' }]);
    await first.stop();
    expect(isRunning(first.pid)).toBe(false);

    const second = await startPostgres({ dataDir });
    expect(await query(second.url('postgres'), 'SELECT answer FROM kept')).toEqual([
      { answer: 42 },
    ]);
    await second.stop();
  });

  it('leaves no process when its launcher is killed with -9', async () => {
    const { launcher, postmaster } = await launch();
    const guard = guardOf(postmaster);
    await kill(launcher);
    await untilGone(postmaster);
    await untilGone(guard);
  });

  it('ends the server that was left when the guard was killed too, and starts', async () => {
    const { launcher, postmaster } = await launch();
    const guard = guardOf(postmaster);
    process.kill(guard, 'SIGSTOP'); // it must not see the launcher's end
    await kill(launcher);
    await kill({ pid: guard });
    expect(isRunning(postmaster)).toBe(true);

    const next = await startPostgres({ dataDir });
    expect(isRunning(postmaster)).toBe(false);
    expect(await query(next.url('postgres'), 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await next.stop();
  });

  it('starts after the server itself was killed with -9', async () => {
    const { launcher, postmaster } = await launch();
    await kill({ pid: postmaster });
    await kill(launcher);
    const next = await startPostgres({ dataDir });
    await next.stop();
  });

  it('refuses a cluster that another process uses, and does it no harm', async () => {
    const { launcher, postmaster } = await launch();
    await expect(startPostgres({ dataDir })).rejects.toThrow(/is used by process/);
    expect(isRunning(postmaster)).toBe(true);
    await kill(launcher);
    await untilGone(postmaster);
  });
});
