import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
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

import { Arg } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { adviceAnswer } from './advice-answer.js';
import { parsePurchase } from './purchase-input.js';
import { parseCheapest, parseListings, parseOffers, parseWorkload } from './workload-input.js';

@Resolver()
export class AdviceResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('adviseRental')
  async adviseRental(
    @Arg('token', parseAddress) token: Address,
    @Arg('workload', parseWorkload) workload: Workload,
    @Arg('offers', parseOffers) offers: Candidate[],
    @Arg('listings', parseListings) listings: WantedListing[],
    @Arg('cheapest', parseCheapest) cheapest: CheapestListings | undefined,
  ) {
    const query = { token, workload, offers, listings, cheapest };
    return adviceAnswer(await adviseRental(this.market, query), token);
  }

  @Query('rentOrBuy')
  rentOrBuy(
    @Arg('token', parseAddress) token: Address,
    @Arg('purchase', parsePurchase) purchase: Purchase,
  ) {
    const { powerPerHourUnits, ...breakEven } = rentOrBuy(purchase);
    return { ...breakEven, powerPerHour: { units: powerPerHourUnits, token } };
  }
}
