import { Inject } from '@nestjs/common';
import { Mutation, Resolver } from '@nestjs/graphql';
import { parseUuid } from '@gpuflow/domain';
import { announceMaintenance, withdrawMaintenance, type Market } from '@gpuflow/marketplace';

import { Arg, moment, optional, textWithin } from '../graphql/arguments.js';
import { Keyed, type KeyedCommand } from '../graphql/command.js';
import { MARKET } from '../tokens.js';

@Resolver()
export class MaintenanceResolver {
  constructor(@Inject(MARKET) private readonly market: Market) {}

  @Mutation('announceMaintenance')
  announceMaintenance(
    @Keyed() command: KeyedCommand,
    @Arg('machineId', parseUuid) machineId: string,
    @Arg('startsAt', moment) startsAt: Date,
    @Arg('endsAt', moment) endsAt: Date,
    @Arg('reason', optional(textWithin(1, 200))) reason: string | undefined,
  ) {
    return announceMaintenance(this.market, { ...command, machineId, startsAt, endsAt, reason });
  }

  @Mutation('withdrawMaintenance')
  withdrawMaintenance(@Keyed() command: KeyedCommand, @Arg('id', parseUuid) id: string) {
    return withdrawMaintenance(this.market, { ...command, id });
  }
}
