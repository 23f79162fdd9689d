import { Inject } from '@nestjs/common';
import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import type { Money, Quote } from '@gpuflow/domain';
import { escrowDomain, orderTypedData } from '@gpuflow/escrow';
import { settlementNow } from '@gpuflow/marketplace';

import type { ApiOptions } from '../options.js';
import { chainMoment, headOf } from '../settlement/chain-position.js';
import { API_OPTIONS } from '../tokens.js';
import { refundRule } from './refund-rule.js';

@Resolver('Quote')
export class QuoteResolver {
  constructor(@Inject(API_OPTIONS) private readonly options: ApiOptions) {}

  @ResolveField('typedData')
  typedData(@Parent() { order }: Quote) {
    const { escrow, market } = this.options;
    return orderTypedData(escrowDomain(market.policy.chainId, escrow), order);
  }

  @ResolveField('allIn')
  allIn(@Parent() { allInUnits, order }: Quote): Money {
    return { units: allInUnits, token: order.offer.token };
  }

  @ResolveField('fee')
  fee(@Parent() { feeUnits, order }: Quote): Money {
    return { units: feeUnits, token: order.offer.token };
  }

  @ResolveField('worstCase')
  worstCase(@Parent() { worstCaseUnits, order }: Quote): Money {
    return { units: worstCaseUnits, token: order.offer.token };
  }

  @ResolveField('refundRule')
  refundRule(@Parent() { order }: Quote) {
    return refundRule(order);
  }

  @ResolveField('position')
  async position() {
    const { market } = this.options;
    return headOf((await settlementNow(market, market.db)).cursor);
  }

  @ResolveField('expiresAt')
  expiresAt(@Parent() { order }: Quote) {
    return chainMoment(order.validUntil);
  }
}
