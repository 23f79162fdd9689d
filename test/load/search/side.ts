import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { load } from './load.ts';
import { cpuForm, readyForm, type SideStart } from './serve.ts';

/** What one side did with a number of requests. */
export interface Measured {
  requestsPerSecond: number;
  /** Of the side's own process, beyond what it does at rest: its PostgreSQL and its client are not in it. */
  cpuUsPerRequest: number;
}

const connections = 8;
const restSeconds = 4;
const restingPart = 0.1;
const restMsMax = 600_000;

/** One side of a comparison: a server in a process of its own. */
export class Side {
  readonly url: string;
  readonly #child: ChildProcess;
  #idleUsPerSecond = 0;

  private constructor(url: string, child: ChildProcess) {
    this.url = url;
    this.#child = child;
  }

  static async start(file: string, start: SideStart): Promise<Side> {
    const child = fork(path.join(import.meta.dirname, file));
    child.send(start);
    return new Side(readyForm.parse(await heardFrom(child)).url, child);
  }

  /**
   * Waits until it has read what it starts with, and sees what it does while nobody asks: a part of its facets is compared
   * with the database every two seconds, however many requests come. Neither is a part of a request.
   */
  async rests(): Promise<void> {
    const until = performance.now() + restMsMax;
    let before = await this.#cpuUs();
    while (performance.now() < until) {
      await delay(restSeconds * 1_000);
      const now = await this.#cpuUs();
      this.#idleUsPerSecond = (now - before) / restSeconds;
      if (this.#idleUsPerSecond < restingPart * 1_000_000) return;
      before = now;
    }
    throw new Error(`${this.url} does not come to rest`);
  }

  async measure(bodies: readonly string[], requests: number): Promise<Measured> {
    const before = await this.#cpuUs();
    const seconds = await load(this.url, bodies, { connections, requests });
    const cpuUs = (await this.#cpuUs()) - before - this.#idleUsPerSecond * seconds;
    return { requestsPerSecond: requests / seconds, cpuUsPerRequest: cpuUs / requests };
  }

  close(): void {
    if (this.#child.connected) this.#child.disconnect();
  }

  async #cpuUs(): Promise<number> {
    this.#child.send('cpu');
    return cpuForm.parse(await heardFrom(this.#child)).cpuUs;
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
