import { Inject } from '@nestjs/common';
import { Args, Context, Mutation, Query, Resolver, Subscription } from '@nestjs/graphql';
import { instances, machines } from '@gpuflow/db';
import {
  parseAddress,
  parseHash,
  parseUuid,
  type Actor,
  type Address,
  type Enrolment,
  type Hash,
  type Hex,
  type InstanceState,
  type MachineFacts,
  type Measurements,
} from '@gpuflow/domain';
import {
  enrolMachine,
  openBeatSession,
  recordMeasurements,
  reportInstance,
  type Market,
} from '@gpuflow/marketplace';

import {
  intWithin,
  optional,
  parsed,
  signature as signatureOf,
  textWithin,
} from '../graphql/arguments.js';
import type { ConnectionContext } from '../graphql/connections.js';
import { Agent, Wallet } from '../graphql/context.js';
import { MarketChanges } from '../graphql/market-changes.js';
import { Subscriptions } from '../graphql/subscriptions.js';
import { MARKET } from '../tokens.js';
import { enrolmentToSign } from './enrolment-to-sign.js';
import { parseEnrolment } from './enrolment-input.js';
import { sessionAnswer } from '../beats/session-answer.js';
import { parseFacts, parseMeasurements } from './facts-input.js';
import { providerStanding } from './provider-view.js';

const failureLengthMax = 500;

@Resolver()
export class MachinesResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly changes: MarketChanges,
    private readonly subscriptions: Subscriptions,
  ) {}

  @Query('machine')
  machine(@Args('id', parsed(parseUuid)) id: string) {
    return machines.find(this.market.db, id);
  }

  @Query('enrolmentTypedData')
  enrolmentTypedData(
    @Args('provider', parsed(parseAddress)) provider: Address,
    @Args('agentKey', parsed(parseHash)) agentKey: Hash,
    @Args('facts', parsed(parseFacts)) facts: MachineFacts,
  ) {
    return enrolmentToSign(this.market, { provider, agentKey, facts });
  }

  @Mutation('enrolMachine')
  enrolMachine(
    @Args('facts', parsed(parseFacts)) facts: MachineFacts,
    @Args('enrolment', parsed(parseEnrolment)) enrolment: Enrolment,
    @Args('signature', parsed(signatureOf)) signature: Hex,
  ) {
    return enrolMachine(this.market, { facts, enrolment, signature });
  }

  @Mutation('openBeatSession')
  async openBeatSession(
    @Agent() actor: Actor & { kind: 'MACHINE' },
    @Args('bootId', parsed(parseUuid)) bootId: string,
  ) {
    const { machineId } = actor;
    const session = await openBeatSession(this.market, { actor, machineId, bootId });
    return sessionAnswer(session, this.market.policy.beat);
  }

  @Query('myMachines')
  myMachines(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Args('days', parsed(intWithin(1, 90))) days: number,
  ) {
    return providerStanding(this.market, address, days);
  }

  @Mutation('recordMeasurements')
  recordMeasurements(
    @Agent() actor: Actor & { kind: 'MACHINE' },
    @Args('found', parsed(parseMeasurements)) found: Measurements,
  ) {
    return recordMeasurements(this.market, { actor, machineId: actor.machineId, found });
  }

  @Mutation('reportInstance')
  reportInstance(
    @Agent() actor: Actor,
    @Args('rentalId', parsed(parseHash)) rentalId: Hash,
    @Args('state') state: InstanceState,
    @Args('port', parsed(optional(intWithin(1, 65_535)))) port: number | undefined,
    @Args('failure', parsed(optional(textWithin(0, failureLengthMax)))) failure: string | undefined,
  ) {
    return reportInstance(this.market, { actor, rentalId, state, port, failure });
  }

  @Subscription('assignments')
  assignments(
    @Agent() { machineId }: Actor & { kind: 'MACHINE' },
    @Context() context: ConnectionContext,
  ) {
    return this.subscriptions.start(context, this.changes.of(`machine:${machineId}`), async () => ({
      assignments: await instances.assignmentsOf(this.market.db, machineId),
    }));
  }
}
