import { InjectQueue } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Market } from '@gpuflow/marketplace';
import type { Queue } from 'bullmq';

import { scheduleKeeper } from './schedule-keeper.js';
import { MARKET, WORKER_OPTIONS } from './tokens.js';
import type { WorkerOptions } from './worker.module.js';

/** A job that is late by as much is not only waiting for a worker. */
const lateMs = 5_000;
/** Days of beats are made a week ahead: an hour sooner or later is nothing. */
const beatDaysSeconds = 3_600;

/** Has each periodic job done every so many seconds, once over all replicas. */
@Injectable()
export class Schedules implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
    @InjectQueue('watch-heartbeats') private readonly heartbeats: Queue,
    @InjectQueue('keep-beat-days') private readonly beatDays: Queue,
    @InjectQueue('keep-rentals') private readonly rentals: Queue,
    @InjectQueue('match-bids') private readonly bids: Queue,
    @InjectQueue('publish-usage-roots') private readonly roots: Queue,
    @InjectQueue('relay-outbox') private readonly outbox: Queue,
    @InjectQueue('audit-chain') private readonly audits: Queue,
    @InjectQueue('roll-up-market') private readonly rollups: Queue,
    @InjectQueue('score-machines') private readonly scores: Queue,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const { sweepSeconds, keepSeconds, relaySeconds, rollUpSeconds, scoreSeconds, audit } =
      this.options;
    await Promise.all([
      this.#schedule(this.heartbeats, sweepSeconds),
      this.#schedule(this.beatDays, beatDaysSeconds),
      this.#schedule(this.rentals, keepSeconds),
      this.#schedule(this.bids, keepSeconds),
      this.#schedule(this.roots, keepSeconds),
      this.#schedule(this.outbox, relaySeconds),
      this.#schedule(this.rollups, rollUpSeconds),
      this.#schedule(this.scores, scoreSeconds),
      ...(audit === undefined ? [] : [this.#schedule(this.audits, audit.everySeconds)]),
    ]);
  }

  onApplicationShutdown(): void {
    this.#timers.forEach(clearInterval);
  }

  async #schedule(queue: Queue, seconds: number): Promise<void> {
    const warn = (error: unknown) => this.market.log.warn({ err: error }, 'queue failed');
    queue.on('error', warn);
    const everyMs = seconds * 1000;
    const keep = scheduleKeeper(queue, everyMs);
    await keep();
    this.#timers.push(setInterval(() => void keep().catch(warn), everyMs + lateMs));
  }
}
