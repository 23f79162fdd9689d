import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { settlementNow, type Market } from '@gpuflow/marketplace';

import { MARKET } from '../tokens.js';
import { chainMoment, headOf } from './chain-position.js';

@Resolver()
export class SettlementResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('settlement')
  async settlement() {
    const { chainNow, cursor, feeBps, tokens } = await settlementNow(this.market, this.market.db);
    return {
      chainId: cursor.chainId,
      escrow: cursor.escrow,
      feeBps,
      meter: this.market.policy.meter,
      tokens: tokens.filter(({ listed }) => listed),
      now: chainMoment(chainNow),
      head: headOf(cursor),
    };
  }
}
