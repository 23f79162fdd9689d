import { Inject } from '@nestjs/common';
import { Query, Resolver } from '@nestjs/graphql';
import { scoreModels } from '@gpuflow/db';
import { parseUuid } from '@gpuflow/domain';
import { verifyScore, type Market } from '@gpuflow/marketplace';

import { Arg, uintOf } from '../graphql/arguments.js';
import { MARKET } from '../tokens.js';
import { modelAnswer, verificationAnswer } from './score-answer.js';

@Resolver()
export class ScoreResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Query('verifyScore')
  async verifyScore(@Arg('machineId', parseUuid) machineId: string) {
    return verificationAnswer(await verifyScore(this.market, machineId));
  }

  @Query('scoreModel')
  async scoreModel(@Arg('id', uintOf(63)) id: bigint) {
    const model = await scoreModels.find(this.market.db, id);
    return model && modelAnswer(model);
  }
}
