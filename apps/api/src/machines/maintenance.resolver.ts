import { Inject } from '@nestjs/common';
import { Args, Mutation, Resolver } from '@nestjs/graphql';
import { parseUuid, type Actor } from '@gpuflow/domain';
import { announceMaintenance, withdrawMaintenance, type Market } from '@gpuflow/marketplace';

import { idempotencyKey, moment, optional, parsed, textWithin } from '../graphql/arguments.js';
import { Wallet } from '../graphql/context.js';
import { MARKET } from '../tokens.js';

@Resolver()
export class MaintenanceResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Mutation('announceMaintenance')
  announceMaintenance(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('machineId', parsed(parseUuid)) machineId: string,
    @Args('startsAt', parsed(moment)) startsAt: Date,
    @Args('endsAt', parsed(moment)) endsAt: Date,
    @Args('reason', parsed(optional(textWithin(1, 200)))) reason: string | undefined,
  ) {
    return announceMaintenance(this.market, { actor, key, machineId, startsAt, endsAt, reason });
  }

  @Mutation('withdrawMaintenance')
  withdrawMaintenance(
    @Wallet() actor: Actor,
    @Args('idempotencyKey', parsed(idempotencyKey)) key: string,
    @Args('id', parsed(parseUuid)) id: string,
  ) {
    return withdrawMaintenance(this.market, { actor, key, id });
  }
}
