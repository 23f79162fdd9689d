import { Inject } from '@nestjs/common';
import { Args, Query, Resolver } from '@nestjs/graphql';
import { scoreModels } from '@gpuflow/db';
import { parseUuid } from '@gpuflow/domain';
import { verifyScore, type Market } from '@gpuflow/marketplace';

import { parsed, uintOf } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { modelAnswer, verificationAnswer } from './score-answer.js';

@Resolver()
export class ScoreResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('verifyScore')
  async verifyScore(@Args('machineId', parsed(parseUuid)) machineId: string) {
    return verificationAnswer(await verifyScore(this.market, machineId));
  }

  @Query('scoreModel')
  async scoreModel(@Args('id', parsed(uintOf(63))) id: bigint) {
    const model = await scoreModels.find(this.market.db, id);
    return model && modelAnswer(model);
  }
}
