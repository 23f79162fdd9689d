import { Inject } from '@nestjs/common';
import {
  Args,
  Context,
  Mutation,
  Parent,
  Query,
  ResolveField,
  Resolver,
  Subscription,
} from '@nestjs/graphql';
import { myRentals, rentals } from '@gpuflow/db';
import {
  parseAddress,
  parseHash,
  parseUuid,
  rentalSecondsMax,
  type Actor,
  type Address,
  type Hash,
  type Hex,
  type Money,
  type Order,
  type Rental,
  type Stop,
  type Usage,
} from '@gpuflow/domain';
import { openRental, quoteRental, stopRental, type Market } from '@gpuflow/marketplace';

import {
  idempotencyKey,
  intWithin,
  optional,
  parsed,
  signature as signatureOf,
  uintOf,
} from '../graphql/arguments.js';
import type { ConnectionContext } from '../graphql/connections.js';
import { addressOf, Wallet, type ApiContext } from '../graphql/context.js';
import { MarketChanges } from '../graphql/market-changes.js';
import { Subscriptions } from '../graphql/subscriptions.js';
import { chainMoment } from '../settlement/chain-position.js';
import { MARKET } from '../tokens.js';
import { dryRunAnswer } from './dry-run-answer.js';
import { parseOrder, parseStop, parseUsage } from './order-input.js';
import { partyRental } from './party-rental.js';
import { rentalStatement } from './rental-statement.js';
import { rentalWishes } from './rental-wishes.js';

@Resolver('Rental')
export class RentalsResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly changes: MarketChanges,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Query('quoteRental')
  quoteRental(
    @Args('listingId', parsed(parseUuid)) listingId: string,
    @Args('renter', parsed(parseAddress)) renter: Address,
    @Args('seconds', parsed(intWithin(1, rentalSecondsMax))) seconds: number,
    @Args('depositUnits', parsed(optional(uintOf(96)))) depositUnits: bigint | undefined,
    @Args('diskGb') diskGb: number,
    @Args('upGb') upGb: number,
    @Args('downGb') downGb: number,
    @Args('bidPerHourUnits', parsed(optional(uintOf(96)))) bidPerHourUnits: bigint | undefined,
  ) {
    const usage = { seconds, diskGb, upGb, downGb };
    const request = { listingId, renter, usage, depositUnits, bidPerHourUnits };
    return quoteRental(this.market, request);
  }

  @Query('dryRunRental')
  dryRunRental(
    @Args('listingId', parsed(parseUuid)) listingId: string,
    @Args('renter', parsed(parseAddress)) renter: Address,
    @Args('usage', parsed(parseUsage)) usage: Usage,
    @Args('depositUnits', parsed(optional(uintOf(96)))) depositUnits: bigint | undefined,
    @Args('stopAfterSeconds', parsed(optional(intWithin(1, rentalSecondsMax))))
    stopAfterSeconds: number | undefined,
  ) {
    const request = { listingId, renter, usage, depositUnits, stopAfterSeconds };
    return dryRunAnswer(this.market, request);
  }

  @Query('rental')
  rental(@Args('id', parsed(parseHash)) id: Hash) {
    return rentals.find(this.market.db, id);
  }

  @Query('myRentals')
  myRentals(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Args('first', parsed(intWithin(1, 100))) first: number,
  ) {
    return myRentals(this.market.db, address, first);
  }

  @Query('statement')
  statement(@Args('rentalId', parsed(parseHash)) rentalId: Hash) {
    return rentalStatement(this.market, rentalId);
  }

  @Mutation('openRental')
  openRental(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('listingId', parsed(parseUuid)) listingId: string,
    @Args('order', parsed(parseOrder)) order: Order,
    @Args('signature', parsed(signatureOf)) signature: Hex,
    @Args('usage', parsed(optional(parseUsage))) usage: Usage | undefined,
  ) {
    const command = { actor, key, chainId, listingId, order, usage, signature };
    return openRental(this.market, command);
  }

  @Mutation('stopRental')
  stopRental(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('chainId') chainId: number,
    @Args('stop', parsed(parseStop)) stop: Stop,
    @Args('signature', parsed(signatureOf)) signature: Hex,
  ) {
    return stopRental(this.market, { actor, key, chainId, stop, signature });
  }

  @Subscription('rentalChanged')
  rentalChanged(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Args('id', parsed(parseHash)) id: Hash,
    @Context() context: ConnectionContext,
  ) {
    return this.subscriptions.start(context, this.changes.of(`rental:${id}`), async () => ({
      rentalChanged: await partyRental(this.market.db, address, id),
    }));
  }

  @ResolveField('wishes')
  async wishes(
    @Parent() rental: Rental,
    @Args('first', parsed(intWithin(1, 100))) first: number,
    @Context() context: ApiContext,
  ) {
    return rentalWishes(this.market, await addressOf(context), rental, first);
  }

  @ResolveField('pricePerHour')
  pricePerHour(@Parent() { order }: Rental): Money {
    return { units: order.pricePerHour, token: order.offer.token };
  }

  @ResolveField('deposit')
  deposit(@Parent() { order }: Rental): Money {
    return { units: order.deposit, token: order.offer.token };
  }

  @ResolveField('startDeadline')
  startDeadline(@Parent() { order }: Rental) {
    return chainMoment(order.startDeadline);
  }
}
