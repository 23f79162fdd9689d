import { InjectQueue } from '@nestjs/bullmq';
import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { Market } from '@gpuflow/marketplace';
import type { Queue } from 'bullmq';

import { scheduledJob } from './job-options.js';
import { MARKET, WORKER_OPTIONS } from './tokens.js';
import type { WorkerOptions } from './worker.module.js';

/** Has each periodic job done every so many seconds, once over all replicas. */
@Injectable()
export class Schedules implements OnApplicationBootstrap {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
    @InjectQueue('watch-heartbeats') private readonly heartbeats: Queue,
    @InjectQueue('keep-rentals') private readonly rentals: Queue,
    @InjectQueue('relay-outbox') private readonly outbox: Queue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { sweepSeconds, keepSeconds, relaySeconds } = this.options;
    await Promise.all([
      this.#schedule(this.heartbeats, sweepSeconds),
      this.#schedule(this.rentals, keepSeconds),
      this.#schedule(this.outbox, relaySeconds),
    ]);
  }

  /** The scheduler is named after its queue, so that every replica sets the same one. */
  #schedule(queue: Queue, seconds: number): Promise<unknown> {
    queue.on('error', (error) => this.market.log.warn({ err: error }, 'queue failed'));
    const template = { name: queue.name, opts: scheduledJob };
    return queue.upsertJobScheduler(queue.name, { every: seconds * 1000 }, template);
  }
}
