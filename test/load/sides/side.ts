import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { load, type Amount, type Question } from './load.ts';
import { readyForm, usageForm, type SideStart, type Usage } from './serve.ts';

/** What one side did with a number of requests. */
export interface Measured {
  requestsPerSecond: number;
  /** Of the side's own process, with what it does while nobody asks: its PostgreSQL and its client are not in it. */
  cpuUsPerRequest: number;
  p99Ms: number;
}

const restSeconds = 4;
const restingPart = 0.03;
/** In one of them a process may have waited for its database. */
const restingWindows = 3;
const restMsMax = 600_000;

/** One side of a comparison: a server in a process of its own. */
export class Side {
  readonly url: string;
  readonly #child: ChildProcess;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  /** `module` calls `serveSide`. */
  static async start(module: URL, start: SideStart & Record<string, unknown>): Promise<Side> {
    const child = fork(module);
    child.send(start);
    return new Side(readyForm.parse(await heardFrom(child)).url, child);
  }

  /** Waits until it has read what it starts with. Answers the part of a core that it uses at rest. */
  async rests(): Promise<number> {
    const until = performance.now() + restMsMax;
    let windows = 0;
    let used = 0;
    while (performance.now() < until) {
      const before = await this.#cpuUs();
      await delay(restSeconds * 1_000);
      const part = ((await this.#cpuUs()) - before) / (restSeconds * 1_000_000);
      const resting = part < restingPart;
      windows = resting ? windows + 1 : 0;
      used = resting ? used + part : 0;
      if (windows === restingWindows) return used / windows;
    }
    throw new Error(`${this.url} does not come to rest`);
  }

  async measure(next: (connection: number) => Question, amount: Amount): Promise<Measured> {
    const before = await this.#cpuUs();
    const { seconds, p99Ms } = await load(this.url, next, amount);
    const cpuUs = (await this.#cpuUs()) - before;
    const { requests } = amount;
    return { requestsPerSecond: requests / seconds, cpuUsPerRequest: cpuUs / requests, p99Ms };
  }

  /** What its process has used so far. */
  async usage(): Promise<Usage> {
    this.#child.send('usage');
    return usageForm.parse(await heardFrom(this.#child));
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  async #cpuUs(): Promise<number> {
    return (await this.usage()).cpuUs;
  }
}

async function heardFrom(child: ChildProcess): Promise<unknown> {
  const heard = new AbortController();
  const { signal } = heard;
  const ended = once(child, 'exit', { signal }).then(([status]) => {
    throw new Error(`a side ended with ${status}`);
  });
  const message = once(child, 'message', { signal });
  const said: unknown[] = await Promise.race([message, ended]).finally(() => {
    void Promise.allSettled([message, ended]);
    heard.abort();
  });
  return said[0];
}
