import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { evidence } from '@gpuflow/db';
import { parseHash, type Hash } from '@gpuflow/domain';
import type { Market } from '@gpuflow/marketplace';

import { Arg, intWithin } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { evidenceOfHours, evidenceOfRental } from './evidence-answer.js';

/** Hours are counted from 1970 in 32 bits, as in the contract. */
const hourMax = 2 ** 31 - 1;
const hoursMax = 168;

@Resolver()
export class EvidenceResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('rentalEvidence')
  rentalEvidence(@Arg('rentalId', parseHash) rentalId: Hash) {
    return this.market.db.snapshot((tx) => evidenceOfRental(tx, this.market, rentalId));
  }

  @Query('meterEvidence')
  meterEvidence(
    @Arg('fromHour', intWithin(0, hourMax)) fromHour: number,
    @Arg('first', intWithin(1, hoursMax)) first: number,
  ) {
    const { db, policy } = this.market;
    return db.snapshot(async (tx) => {
      const hours = await evidence.hoursFrom(tx, policy.chainId, fromHour, first + 1);
      const pieces = await evidenceOfHours(tx, this.market, hours.slice(0, first));
      return { pieces, nextHour: hours[first] };
    });
  }
}
