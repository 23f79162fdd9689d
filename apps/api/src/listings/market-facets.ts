import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { listingFacets, LiveFacets, type Facets, type ListingFilter } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';

/** One of 256 parts of the snapshot is compared with the database so often: all of it in nine minutes. */
const verifyEveryMs = 2_000;

/** Facets of the market: out of a snapshot in memory where it is up to date, by SQL otherwise. */
@Injectable()
export class MarketFacets implements OnModuleInit, OnApplicationShutdown {
  #live: LiveFacets | undefined;
  #timer: NodeJS.Timeout | undefined;
  #verifying = Promise.resolve();

  constructor(@Inject(MARKET) private readonly market: Market) {}

  async onModuleInit(): Promise<void> {
    const { db, policy } = this.market;
    const live = await LiveFacets.follow(db, policy.chainId);
    this.#live = live;
    let slice = 0;
    this.#timer = setInterval(() => {
      this.#verifying = this.#verify(live, slice);
      slice = (slice + 1) % LiveFacets.slices;
    }, verifyEveryMs).unref();
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    await this.#live?.stop();
    await this.#verifying;
  }

  /** The facets of a search at a moment of the chain's clock, in seconds. */
  async of(filter: ListingFilter, chainNow: bigint): Promise<Facets> {
    const { clock, db, policy } = this.market;
    const now = clock.now();
    const held = this.#live?.facets(filter, { chainNow: Number(chainNow), now });
    return held ?? listingFacets(db, { chainId: policy.chainId, now }, filter);
  }

  async #verify(live: LiveFacets, slice: number): Promise<void> {
    const { log } = this.market;
    await live.verify(slice).then(
      (same) => same || log.error({ slice }, 'the facet snapshot differed from the database'),
      (error: unknown) => log.warn({ err: error }, 'the facet snapshot was not compared'),
    );
  }
}
