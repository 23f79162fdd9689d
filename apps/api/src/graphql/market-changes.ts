import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { marketChannel, rentals } from '@gpuflow/db';
import { parseHash } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';
import type { Watch } from './latest-values.js';

/** Who wants to know what has changed: `rental:<id>`, `machine:<id>`, heard through PostgreSQL from every process. */
@Injectable()
export class MarketChanges implements OnModuleInit, OnApplicationShutdown {
  readonly #watchers = new Map<string, Set<() => void>>();
  #stop: () => Promise<void> = () => Promise.resolve();

  constructor(@Inject(MARKET) private readonly market: Market) {}

  async onModuleInit(): Promise<void> {
    const listener = await this.market.db.listen(
      marketChannel,
      (subject) => this.#hear(subject),
      () => this.#wakeAll(),
    );
    this.#stop = () => listener.stop();
  }

  onApplicationShutdown(): Promise<void> {
    return this.#stop();
  }

  /** Hears of a subject's changes. A machine's are its rentals' too. */
  of(subject: string): Watch {
    return (wake) => {
      const watchers = this.#watchers.get(subject) ?? new Set();
      this.#watchers.set(subject, watchers.add(wake));
      return () => {
        watchers.delete(wake);
        if (watchers.size === 0 && this.#watchers.get(subject) === watchers)
          this.#watchers.delete(subject);
      };
    };
  }

  #hear(subject: string): void {
    this.#wake(subject);
    const [kind, id] = subject.split(':');
    if (kind !== 'rental' || id === undefined) return;
    // Where it cannot be found out whose rental it is, it may be anybody's.
    this.#hearForMachine(id).catch(() => this.#wakeAll());
  }

  async #hearForMachine(rentalId: string): Promise<void> {
    const rental = await rentals.find(this.market.db, parseHash(rentalId, 'rental'));
    if (rental !== undefined) this.#wake(`machine:${rental.machineId}`);
  }

  #wake(subject: string): void {
    this.#watchers.get(subject)?.forEach((wake) => wake());
  }

  /** After a lost connection nobody knows what was missed. */
  #wakeAll(): void {
    for (const watchers of this.#watchers.values()) watchers.forEach((wake) => wake());
  }
}
