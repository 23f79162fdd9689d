import { Parent, ResolveField, Resolver } from '@nestjs/graphql';
import { trustInFacts, type Machine } from '@gpuflow/domain';

@Resolver('Machine')
export class MachineResolver {
  @ResolveField('trust')
  trust(@Parent() machine: Machine) {
    return trustInFacts(machine);
  }
}
