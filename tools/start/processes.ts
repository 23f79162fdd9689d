import path from 'node:path';

import { SupervisedChild } from '../supervise.ts';
import { repository } from './settings.ts';

const readyWithinMs = 60_000;

/** A process of the platform. */
export interface ProcessPlan {
  name: string;
  /** Arguments of this same Node. */
  args: readonly string[];
  env: Record<string, string>;
  /** Whether a line of its output says that it is up. */
  isReady: (line: string) => boolean;
}

/** The platform's processes: kept running, and stopped together, the last one first. */
export class Processes {
  readonly #children: SupervisedChild[] = [];
  /** Each process has its log file here. */
  readonly logDir: string;
  readonly #onFailure: (error: Error) => void;

  constructor(dataDir: string, onFailure: (error: Error) => void) {
    this.logDir = path.join(dataDir, 'logs');
    this.#onFailure = onFailure;
  }

  /** Starts a process and answers the line with which it said that it is up. */
  start(plan: ProcessPlan): Promise<string> {
    const child = new SupervisedChild({
      name: plan.name,
      command: process.execPath,
      args: plan.args,
      cwd: repository,
      env: { ...process.env, ...plan.env, PARENT_PIPE: '1' },
      logFile: path.join(this.logDir, `${plan.name}.log`),
    });
    this.#children.push(child);
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const late = new Error(`${plan.name} was not up within ${readyWithinMs / 1000} s`);
    const limit = setTimeout(() => reject(late), readyWithinMs);
    child.on('line', (line) => {
      if (plan.isReady(line)) resolve(line);
    });
    child.on('failed', (error) => {
      reject(error);
      this.#onFailure(error);
    });
    child.start();
    return promise.finally(() => clearTimeout(limit));
  }

  async stop(): Promise<void> {
    for (const child of this.#children.splice(0).reverse()) await child.stop();
  }
}
