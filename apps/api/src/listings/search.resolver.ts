import { Inject } from '@nestjs/common';
import { Args, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import {
  cheapestFirst,
  listingSearch,
  type ListingFilter,
  type ListingOrder,
  type ListingSort,
} from '@gpuflow/db';
import type { Usage } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';
import type { GraphQLResolveInfo } from 'graphql';

import { intWithin, optional, parsed, textWithin } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { parseFilter, withUsage } from './filter-input.js';
import { ListingConnection } from './listing-connection.js';
import { MarketFacets } from './market-facets.js';
import { parseInterruptions, parseUse } from './order-input.js';
import { searchFieldsOf } from './search-fields.js';

@Resolver('ListingConnection')
export class SearchResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly facetsOf: MarketFacets,
  ) {}

  @Query('listings')
  async listings(
    @Args('filter', parsed(parseFilter)) asked: ListingFilter,
    @Args('sort') sort: ListingSort,
    @Args('usage', parsed(optional(parseUse))) use: Usage | undefined,
    @Args('interruptions', parsed(parseInterruptions)) interruptions: ListingOrder['interruptions'],
    @Args('first', parsed(intWithin(1, 100))) first: number,
    @Args('after', parsed(optional(textWithin(1, 300)))) after: string | undefined,
    @Info() info: GraphQLResolveInfo,
  ) {
    const { clock, db, policy } = this.market;
    const filter = withUsage(asked, use);
    const order = { sort, usage: use ?? cheapestFirst.usage, interruptions };
    const chain = { chainId: policy.chainId, now: clock.now() };
    const search = { filter, order, first, after, fields: searchFieldsOf(info) };
    const page = await listingSearch(db, chain, search);
    return new ListingConnection(page, () => this.facetsOf.of(filter, page.head?.chainNow ?? 0n));
  }

  @ResolveField('facets')
  facets(@Parent() connection: ListingConnection) {
    return connection.facets();
  }

  @ResolveField('totalCount')
  async totalCount(@Parent() connection: ListingConnection) {
    return (await connection.facets()).total;
  }
}
