import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import {
  parseAddress,
  rentOrBuy,
  type Address,
  type Candidate,
  type Purchase,
  type Workload,
} from '@gpuflow/domain';
import {
  adviseRental,
  type CheapestListings,
  type Market,
  type WantedListing,
} from '@gpuflow/marketplace';

import { parsed } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { adviceAnswer } from './advice-answer.js';
import { parsePurchase } from './purchase-input.js';
import { parseCheapest, parseListings, parseOffers, parseWorkload } from './workload-input.js';

@Resolver()
export class AdviceResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('adviseRental')
  async adviseRental(
    @Args('token', parsed(parseAddress)) token: Address,
    @Args('workload', parsed(parseWorkload)) workload: Workload,
    @Args('offers', parsed(parseOffers)) offers: Candidate[],
    @Args('listings', parsed(parseListings)) listings: WantedListing[],
    @Args('cheapest', parsed(parseCheapest)) cheapest: CheapestListings | undefined,
  ) {
    const query = { token, workload, offers, listings, cheapest };
    return adviceAnswer(await adviseRental(this.market, query), token);
  }

  @Query('rentOrBuy')
  rentOrBuy(
    @Args('token', parsed(parseAddress)) token: Address,
    @Args('purchase', parsed(parsePurchase)) purchase: Purchase,
  ) {
    const { powerPerHourUnits, ...breakEven } = rentOrBuy(purchase);
    return { ...breakEven, powerPerHour: { units: powerPerHourUnits, token } };
  }
}
