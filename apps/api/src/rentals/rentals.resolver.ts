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
  type Money,
  type Order,
  type Rental,
  type Stop,
  type Usage,
} from '@gpuflow/domain';
import { openRental, quoteRental, stopRental, type Market } from '@gpuflow/marketplace';

import { Arg, intWithin, optional, uintOf } from '../graphql/arguments.js';
import { Signed, type SignedCommand } from '../graphql/command.js';
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
    @Arg('listingId', parseUuid) listingId: string,
    @Arg('renter', parseAddress) renter: Address,
    @Arg('seconds', intWithin(1, rentalSecondsMax)) seconds: number,
    @Arg('depositUnits', optional(uintOf(96))) depositUnits: bigint | undefined,
    @Args('diskGb') diskGb: number,
    @Args('upGb') upGb: number,
    @Args('downGb') downGb: number,
    @Arg('bidPerHourUnits', optional(uintOf(96))) bidPerHourUnits: bigint | undefined,
  ) {
    const usage = { seconds, diskGb, upGb, downGb };
    const request = { listingId, renter, usage, depositUnits, bidPerHourUnits };
    return quoteRental(this.market, request);
  }

  @Query('dryRunRental')
  dryRunRental(
    @Arg('listingId', parseUuid) listingId: string,
    @Arg('renter', parseAddress) renter: Address,
    @Arg('usage', parseUsage) usage: Usage,
    @Arg('depositUnits', optional(uintOf(96))) depositUnits: bigint | undefined,
    @Arg('stopAfterSeconds', optional(intWithin(1, rentalSecondsMax)))
    stopAfterSeconds: number | undefined,
  ) {
    const request = { listingId, renter, usage, depositUnits, stopAfterSeconds };
    return dryRunAnswer(this.market, request);
  }

  @Query('rental')
  rental(@Arg('id', parseHash) id: Hash) {
    return rentals.find(this.market.db, id);
  }

  @Query('myRentals')
  myRentals(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Arg('first', intWithin(1, 100)) first: number,
  ) {
    return myRentals(this.market.db, address, first);
  }

  @Query('statement')
  statement(@Arg('rentalId', parseHash) rentalId: Hash) {
    return rentalStatement(this.market, rentalId);
  }

  @Mutation('openRental')
  openRental(
    @Signed() signed: SignedCommand,
    @Arg('listingId', parseUuid) listingId: string,
    @Arg('order', parseOrder) order: Order,
    @Arg('usage', optional(parseUsage)) usage: Usage | undefined,
  ) {
    const command = { ...signed, listingId, order, usage };
    return openRental(this.market, command);
  }

  @Mutation('stopRental')
  stopRental(@Signed() signed: SignedCommand, @Arg('stop', parseStop) stop: Stop) {
    return stopRental(this.market, { ...signed, stop });
  }

  @Subscription('rentalChanged')
  rentalChanged(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Arg('id', parseHash) id: Hash,
    @Context() context: ConnectionContext,
  ) {
    return this.subscriptions.start(context, this.changes.of(`rental:${id}`), async () => ({
      rentalChanged: await partyRental(this.market.db, address, id),
    }));
  }

  @ResolveField('wishes')
  async wishes(
    @Parent() rental: Rental,
    @Arg('first', intWithin(1, 100)) first: number,
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
