import { Inject } from '@nestjs/common';
import { Args, Info, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import type { Market } from '@gpuflow/marketplace';
import type { GraphQLResolveInfo } from 'graphql';

import type { QueryListingsArgs } from '../generated/schema.js';
import { MARKET } from '../tokens.js';
import { findListings } from './find-listings.js';
import type { ListingConnection } from './listing-connection.js';
import { MarketFacets } from './market-facets.js';
import { searchFieldsOf } from './search-fields.js';

@Resolver('ListingConnection')
export class SearchResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly facetsOf: MarketFacets,
  ) {}

  @Query('listings')
  listings(@Args() args: QueryListingsArgs, @Info() info: GraphQLResolveInfo) {
    return findListings(this.market, args, searchFieldsOf(info), (filter, chainNow) =>
      this.facetsOf.of(filter, chainNow),
    );
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
