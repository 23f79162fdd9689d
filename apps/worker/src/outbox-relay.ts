import { InjectQueue } from '@nestjs/bullmq';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import type { Listener } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';
import type { Queue } from 'bullmq';

import { addProbeTo } from './add-probe.js';
import { coalesced } from './coalesced.js';
import { probeAgain } from './jobs/probe-again.js';
import { relayOutbox } from './jobs/relay-outbox.js';
import { MARKET } from './tokens.js';

/** Relays the outbox when the market says that something has changed, and whenever its schedule asks for it. */
@Injectable()
export class OutboxRelay implements OnApplicationBootstrap, OnApplicationShutdown {
  #listener: Listener | undefined;

  constructor(
    @Inject(MARKET) private readonly market: Market,
    @InjectQueue('probe-instance') private readonly probes: Queue,
  ) {}

  readonly run = coalesced(async () => {
    await relayOutbox(this.market, addProbeTo(this.probes));
  });

  /** Has probes that the queue has lost made again. */
  repeat(): Promise<void> {
    return probeAgain(this.market, addProbeTo(this.probes));
  }

  async onApplicationBootstrap(): Promise<void> {
    this.probes.on('error', (error) => this.#warn(error));
    const wake = () => void this.run().catch((error: unknown) => this.#warn(error));
    this.#listener = await this.market.db.listen('market', wake, wake);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.#listener?.stop();
  }

  /** The messages wait in the outbox for the next call or the schedule. */
  #warn(error: unknown): void {
    this.market.log.warn({ err: error }, 'outbox not relayed');
  }
}
