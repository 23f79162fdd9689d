import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { listings } from '@gpuflow/db';
import {
  parseAddress,
  parseUuid,
  type Address,
  type Listing,
  type ListingTerms,
  type Money,
  type Offer,
  type RentalClass,
  type Slice,
  type Tier,
} from '@gpuflow/domain';
import { publishListing, repriceListing, withdrawListing, type Market } from '@gpuflow/marketplace';

import { Arg, optional, uintOf } from '../graphql/arguments.js';
import { Keyed, Signed, type KeyedCommand, type SignedCommand } from '../graphql/command.js';
import type { ApiOptions } from '../options.js';
import { API_OPTIONS, MARKET } from '../tokens.js';
import { listingBidBook } from './bid-book.js';
import { parseOffer } from './offer-input.js';
import { offerToSign } from './offer-to-sign.js';
import { parseListingTerms, parseSlice } from './slice-input.js';

@Resolver('Listing')
export class ListingsResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    @Inject(API_OPTIONS) private readonly options: ApiOptions,
  ) {}

  @Query('listing')
  listing(@Arg('id', parseUuid) id: string) {
    return listings.find(this.market.db, id);
  }

  @Query('bidBook')
  bidBook(@Arg('listingId', parseUuid) listingId: string) {
    return listingBidBook(this.market, listingId);
  }

  @Query('offerTypedData')
  offerTypedData(
    @Arg('machineId', parseUuid) machineId: string,
    @Arg('token', parseAddress) token: Address,
    @Arg('pricePerHourUnits', uintOf(96)) pricePerHourUnits: bigint,
    @Args('class') rentalClass: RentalClass,
    @Arg('slice', optional(parseSlice)) slice: Slice | undefined,
    @Arg('terms', optional(parseListingTerms)) terms: ListingTerms | undefined,
  ) {
    const request = { machineId, token, pricePerHourUnits, class: rentalClass, slice, terms };
    return offerToSign(this.market, this.options.escrow, request);
  }

  @Mutation('publishListing')
  publishListing(
    @Signed() signed: SignedCommand,
    @Arg('machineId', parseUuid) machineId: string,
    @Args('tier') tier: Tier,
    @Arg('offer', parseOffer) offer: Offer,
    @Arg('slice', optional(parseSlice)) slice: Slice | undefined,
    @Arg('terms', optional(parseListingTerms)) terms: ListingTerms | undefined,
  ) {
    const command = { ...signed, machineId, tier, slice, terms, offer };
    return publishListing(this.market, command);
  }

  @Mutation('repriceListing')
  repriceListing(
    @Signed() signed: SignedCommand,
    @Arg('id', parseUuid) id: string,
    @Arg('offer', parseOffer) offer: Offer,
    @Arg('terms', optional(parseListingTerms)) terms: ListingTerms | undefined,
  ) {
    return repriceListing(this.market, { ...signed, id, offer, terms });
  }

  @Mutation('withdrawListing')
  withdrawListing(@Keyed() command: KeyedCommand, @Arg('id', parseUuid) id: string) {
    return withdrawListing(this.market, { ...command, id });
  }

  @ResolveField('pricePerHour')
  pricePerHour(@Parent() { offer }: Listing): Money {
    return { units: offer.pricePerHour, token: offer.token };
  }
}
