import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { z } from 'zod';

import type { Failpoint } from './failpoint.ts';

const root = path.resolve(import.meta.dirname, '../..');
const preload = path.join(import.meta.dirname, 'failpoints.mjs');
/** Starting is no part of what is judged, but counts to a recovery that is. */
const readyWithinMs = 180_000;
/** Pino's level from which on a line is a warning. */
const warningLevel = 40;
const linesMax = 10_000;

const logLine = z.object({ level: z.number(), msg: z.string().default('') }).passthrough();

/** Which app, and how it is configured. */
export interface AppPlan {
  app: 'chain' | 'api' | 'worker';
  env: Readonly<Record<string, string>>;
}

/** A built app as a real process, to be killed and started again. It dies with this process. */
export class AppChild {
  readonly #plan: AppPlan;
  readonly #warnings: string[] = [];
  #process: ChildProcess | undefined;
  #ended: string | undefined;

  constructor(plan: AppPlan) {
    this.#plan = plan;
  }

  /** Fulfilled when the app says that it is ready, or has ended before. */
  async start(): Promise<void> {
    const { app, env } = this.#plan;
    const main = path.join(root, 'apps', app, 'dist/main.js');
    const child = spawn(process.execPath, ['--import', preload, main], {
      cwd: root,
      env: { PATH: process.env['PATH'], NODE_ENV: 'production', PARENT_PIPE: '1', ...env },
      stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
    });
    this.#process = child;
    this.#ended = undefined;
    const ready = Promise.withResolvers<undefined>();
    child.once('exit', (code, signal) => {
      this.#ended = this.#warnings.at(-1) ?? signal ?? `status ${code}`;
      ready.resolve(undefined);
    });
    for (const output of [child.stdout, child.stderr])
      if (output !== null)
        createInterface({ input: output }).on('line', (line) =>
          this.#hear(line, () => ready.resolve(undefined)),
        );
    const late = setTimeout(() => {
      child.kill('SIGKILL');
      ready.reject(new Error(`${app} was not ready`));
    }, readyWithinMs);
    await ready.promise.finally(() => clearTimeout(late));
  }

  /** Has the next process that reaches the milestone struck there; fulfilled when it listens. */
  async arm(failpoint: Failpoint): Promise<void> {
    const child = this.#running();
    const armed = once(child, 'message');
    child.send(failpoint);
    await armed;
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    if (this.ended() !== undefined) return;
    const child = this.#running();
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  /** How it has ended; undefined while it runs. */
  ended(): string | undefined {
    return this.#ended;
  }

  warnings(): string[] {
    return this.#warnings.splice(0);
  }

  /** Asks it to end, and ends it where it does not. */
  async stop(): Promise<void> {
    if (this.#process === undefined || this.#ended !== undefined) return;
    const exited = once(this.#process, 'exit');
    const force = setTimeout(() => this.#process?.kill('SIGKILL'), 5_000);
    this.#process.kill('SIGTERM');
    await exited;
    clearTimeout(force);
  }

  #running(): ChildProcess {
    if (this.#process === undefined) throw new Error(`${this.#plan.app} was never started`);
    return this.#process;
  }

  #hear(line: string, ready: () => void): void {
    const parsed = logLine.safeParse(asJson(line));
    if (parsed.success && parsed.data.msg === 'ready') return ready();
    if (parsed.success && parsed.data.level < warningLevel) return;
    if (this.#warnings.length < linesMax) this.#warnings.push(line);
  }
}

/** What is no JSON was not written by our log, and is kept as it is. */
function asJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
