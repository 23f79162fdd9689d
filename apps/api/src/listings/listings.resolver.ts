import { Inject } from '@nestjs/common';
import { Args, Mutation, Parent, Query, ResolveField, Resolver } from '@nestjs/graphql';
import { listings } from '@gpuflow/db';
import {
  parseAddress,
  parseUuid,
  type Actor,
  type Address,
  type Hex,
  type Listing,
  type ListingTerms,
  type Money,
  type Offer,
  type RentalClass,
  type Slice,
  type Tier,
} from '@gpuflow/domain';
import { publishListing, repriceListing, withdrawListing, type Market } from '@gpuflow/marketplace';

import {
  idempotencyKey,
  optional,
  parsed,
  signature as signatureOf,
  uintOf,
} from '../graphql/arguments.js';
import { Wallet } from '../graphql/context.js';
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
  listing(@Args('id', parsed(parseUuid)) id: string) {
    return listings.find(this.market.db, id);
  }

  @Query('bidBook')
  bidBook(@Args('listingId', parsed(parseUuid)) listingId: string) {
    return listingBidBook(this.market, listingId);
  }

  @Query('offerTypedData')
  offerTypedData(
    @Args('machineId', parsed(parseUuid)) machineId: string,
    @Args('token', parsed(parseAddress)) token: Address,
    @Args('pricePerHourUnits', parsed(uintOf(96))) pricePerHourUnits: bigint,
    @Args('class') rentalClass: RentalClass,
    @Args('slice', parsed(optional(parseSlice))) slice: Slice | undefined,
    @Args('terms', parsed(optional(parseListingTerms))) terms: ListingTerms | undefined,
  ) {
    const request = { machineId, token, pricePerHourUnits, class: rentalClass, slice, terms };
    return offerToSign(this.market, this.options.escrow, request);
  }

  @Mutation('publishListing')
  publishListing(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('machineId', parsed(parseUuid)) machineId: string,
    @Args('tier') tier: Tier,
    @Args('offer', parsed(parseOffer)) offer: Offer,
    @Args('signature', parsed(signatureOf)) signature: Hex,
    @Args('slice', parsed(optional(parseSlice))) slice: Slice | undefined,
    @Args('terms', parsed(optional(parseListingTerms))) terms: ListingTerms | undefined,
  ) {
    const command = { actor, key, chainId, machineId, tier, slice, terms, offer, signature };
    return publishListing(this.market, command);
  }

  @Mutation('repriceListing')
  repriceListing(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('id', parsed(parseUuid)) id: string,
    @Args('offer', parsed(parseOffer)) offer: Offer,
    @Args('signature', parsed(signatureOf)) signature: Hex,
    @Args('terms', parsed(optional(parseListingTerms))) terms: ListingTerms | undefined,
  ) {
    return repriceListing(this.market, { actor, key, chainId, id, offer, terms, signature });
  }

  @Mutation('withdrawListing')
  withdrawListing(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('id', parsed(parseUuid)) id: string,
  ) {
    return withdrawListing(this.market, { actor, key, id });
  }

  @ResolveField('pricePerHour')
  pricePerHour(@Parent() { offer }: Listing): Money {
    return { units: offer.pricePerHour, token: offer.token };
  }
}
