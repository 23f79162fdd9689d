import { Controller, Get, Inject } from '@nestjs/common';
import { HealthCheck, HealthCheckService, HealthIndicatorService } from '@nestjs/terminus';
import { chainCursors } from '@gpuflow/db';
import type { Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';

@Controller()
export class HealthController {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly health: HealthCheckService,
    private readonly indicators: HealthIndicatorService,
  ) {}

  /** The process answers. */
  @Get('healthz')
  healthz() {
    return { status: 'ok' };
  }

  /** Requests can be served: the database answers, and the chain was read. */
  @Get('readyz')
  @HealthCheck()
  readyz() {
    return this.health.check([() => this.#projection()]);
  }

  async #projection() {
    const { db, policy } = this.market;
    const indicator = this.indicators.check('projection');
    try {
      const cursor = await chainCursors.find(db, policy.chainId);
      if (cursor === undefined) return indicator.down('the chain was not read yet');
      return indicator.up({ blockNumber: cursor.number.toString() });
    } catch {
      return indicator.down('the database does not answer');
    }
  }
}
