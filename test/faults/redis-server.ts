import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';

import { Redis } from 'ioredis';

import { freePort } from '../../tools/free-port.ts';

const readyWithinMs = 10_000;

/** Whether this machine has a Redis. */
export function hasRedis(): boolean {
  return spawnSync('redis-server', ['--version']).status === 0;
}

/** A real Redis that keeps nothing on a disk, to be flushed, killed and started again at the same port. */
export class RedisServer {
  readonly #port: number;
  #process: ChildProcess | undefined;

  private constructor(port: number) {
    this.#port = port;
  }

  static async start(): Promise<RedisServer> {
    const server = new RedisServer(await freePort());
    await server.start();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<void> {
    const kept = ['--save', '', '--appendonly', 'no'];
    const place = ['--bind', '127.0.0.1', '--port', String(this.#port)];
    this.#process = spawn('redis-server', [...place, ...kept], { stdio: 'ignore' });
    await this.#whileConnected(async (client) => void (await client.ping()));
  }

  /** Everything that it knew is gone. */
  async flush(): Promise<void> {
    await this.#whileConnected(async (client) => void (await client.flushall()));
  }

  async kill(): Promise<void> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  }

  async #whileConnected(work: (client: Redis) => Promise<void>): Promise<void> {
    for (const deadline = Date.now() + readyWithinMs; ; await delay(20)) {
      const client = new Redis(this.url, { lazyConnect: true, retryStrategy: null });
      client.on('error', () => undefined);
      try {
        await client.connect();
        return await work(client);
      } catch (error) {
        if (Date.now() > deadline) throw error;
      } finally {
        client.disconnect();
      }
    }
  }
}
