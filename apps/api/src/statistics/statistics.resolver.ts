import { Inject } from '@nestjs/common';
import { Args, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { marketHistory } from '@gpuflow/db';
import {
  canonicalGpuModel,
  parseAddress,
  type Address,
  type RentalClass,
  type RollupPeriod,
  type Tier,
} from '@gpuflow/domain';
import { gpuMarkets, type GpuMarket, type Market } from '@gpuflow/marketplace';

import { Arg, intWithin, listOf, moment, optional, textWithin } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { historySpan } from './history-span.js';
import { rollupAnswer, segmentAnswer } from './statistics-answer.js';

const hours = intWithin(1, 2_160);
const models = optional(listOf(textWithin(1, 64), 50));
const model = textWithin(1, 64);
const token = optional(parseAddress);

@Resolver('GpuMarket')
export class StatisticsResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('gpuMarket')
  async gpuMarket(
    @Arg('model', model) name: string,
    @Arg('token', token) address: Address | undefined,
    @Arg('hours', hours) span: number,
  ) {
    const [only] = await gpuMarkets(this.market, { token: address, models: [name], hours: span });
    return only;
  }

  @Query('gpuMarkets')
  gpuMarkets(
    @Arg('token', token) address: Address | undefined,
    @Arg('models', models) names: string[] | undefined,
    @Arg('hours', hours) span: number,
  ) {
    return gpuMarkets(this.market, { token: address, models: names, hours: span });
  }

  @ResolveField('segments')
  segments(@Parent() parent: GpuMarket) {
    return parent.segments.map((segment) => segmentAnswer(segment, parent.token));
  }

  @Query('marketHistory')
  async marketHistory(
    @Arg('token', parseAddress) address: Address,
    @Arg('model', optional(model)) name: string | undefined,
    @Args('tier') tier: Tier | undefined,
    @Args('class') rentalClass: RentalClass | undefined,
    @Args('period') period: RollupPeriod,
    @Arg('from', moment) from: Date,
    @Arg('to', moment) to: Date,
    @Arg('first', intWithin(1, 500)) first: number,
    @Arg('after', optional(textWithin(1, 200))) after: string | undefined,
  ) {
    const gpuModel = name === undefined ? undefined : canonicalGpuModel(name);
    const query = { token: address, gpuModel, tier, class: rentalClass, period, first, after };
    const { db, policy } = this.market;
    const page = await marketHistory(db, policy.chainId, { ...query, ...historySpan(from, to) });
    return {
      edges: page.rollups.map(({ cursor, rollup }) => ({ cursor, node: rollupAnswer(rollup) })),
      pageInfo: { hasNextPage: page.hasNextPage, endCursor: page.rollups.at(-1)?.cursor },
    };
  }
}
