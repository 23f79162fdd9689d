import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { SupervisedChild } from './supervise.ts';

jest.setTimeout(30_000);

const folder = mkdtempSync(path.join(os.tmpdir(), 'gpuflow-supervise-'));
const started: SupervisedChild[] = [];
afterAll(async () => {
  for (const child of started) await child.stop();
  rmSync(folder, { recursive: true });
});

function child(name: string, script: string): SupervisedChild {
  const logFile = path.join(folder, `${name}.log`);
  const args = ['--input-type=module', '-e', script];
  const made = new SupervisedChild({ name, command: process.execPath, args, logFile });
  started.push(made);
  return made;
}

function isAlive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false;
  }
}

async function untilGone(pid: number): Promise<void> {
  const deadline = Date.now() + 10_000;
  while (isAlive(pid)) {
    if (Date.now() > deadline) throw new Error(`Process ${pid} is still there.`);
    await sleep(20);
  }
}

const HANDLES_SIGTERM = `
  process.once('SIGTERM', () => { console.log('in order'); process.exit(0); });
  setInterval(() => undefined, 1000);
  console.log('ready');
`;

describe('SupervisedChild', () => {
  it('asks a child to stop, and logs what it says with its name', async () => {
    const polite = child('polite', HANDLES_SIGTERM);
    polite.start();
    expect(await once(polite, 'line')).toEqual(['ready']);
    await polite.stop();
    expect(polite.pid).toBeUndefined();
    const log = readFileSync(path.join(folder, 'polite.log'), 'utf8');
    expect(log).toMatch(/^\S+Z \[polite\] ready\n\S+Z \[polite\] in order\n$/);
  });

  it('starts a child again that was killed', async () => {
    const killed = child('killed', HANDLES_SIGTERM);
    killed.start();
    await once(killed, 'line');
    const first = killed.pid;
    if (first === undefined) throw new Error('It does not run.');
    const exit = once(killed, 'exit');
    process.kill(first, 'SIGKILL');
    expect(await exit).toEqual([{ code: null, signal: 'SIGKILL' }]);
    expect(await once(killed, 'line')).toEqual(['ready']);
    expect(killed.pid).not.toBe(first);
    await killed.stop();
  });

  it('gives up on a child that always ends, with its last words', async () => {
    const broken = child('broken', "console.error('no database'); process.exit(3);");
    let exits = 0;
    broken.on('exit', () => exits++);
    broken.start();
    const [error] = await once(broken, 'failed');
    expect(exits).toBe(6);
    expect(String(error)).toContain('[broken] no database');
  });

  it('kills what a child leaves behind', async () => {
    const parent = child(
      'parent',
      `import { spawn } from 'node:child_process';
       const sleeper = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)']);
       console.log(String(sleeper.pid));`,
    );
    parent.start();
    const [pid] = await once(parent, 'line');
    expect(isAlive(Number(pid))).toBe(true);
    await parent.stop();
    await untilGone(Number(pid));
  });

  it('gives up on a program that is not there', async () => {
    const logFile = path.join(folder, 'absent.log');
    const absent = new SupervisedChild({ name: 'absent', command: '/none', args: [], logFile });
    started.push(absent);
    absent.start();
    const [error] = await once(absent, 'failed');
    expect(String(error)).toContain('ENOENT');
  });
});
