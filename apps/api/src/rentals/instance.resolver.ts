import { Context, Parent, ResolveField, Resolver } from '@nestjs/graphql';

import { addressOf, type ApiContext } from '../graphql/context.js';
import { endpointFor, type RentedInstance } from './instance-endpoint.js';

@Resolver('Instance')
export class InstanceResolver {
  @ResolveField('endpoint')
  async endpoint(@Parent() instance: RentedInstance, @Context() context: ApiContext) {
    return endpointFor(await addressOf(context), instance);
  }
}
