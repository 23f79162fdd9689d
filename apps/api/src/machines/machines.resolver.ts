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
  BeatKeys,
  enrolMachine,
  openBeatSession,
  recordMeasurements,
  reportInstance,
  type Market,
} from '@gpuflow/marketplace';

import {
  Arg,
  intWithin,
  optional,
  signature as signatureOf,
  textWithin,
} from '../graphql/arguments.js';
import type { ConnectionContext } from '../graphql/connections.js';
import { Agent, FromIp, Wallet } from '../graphql/context.js';
import { MarketChanges } from '../graphql/market-changes.js';
import { Subscriptions } from '../graphql/subscriptions.js';
import { MARKET } from '../tokens.js';
import { enrolmentToSign } from './enrolment-to-sign.js';
import { parseEnrolment } from './enrolment-input.js';
import { sessionAnswer } from '../beats/session-answer.js';
import { SessionLimits } from '../beats/session-limits.js';
import { parseFacts, parseMeasurements } from './facts-input.js';
import { providerStanding } from './provider-view.js';

const failureLengthMax = 500;

@Resolver()
export class MachinesResolver {
  constructor(
    @Inject(MARKET) private readonly market: Market,
    private readonly changes: MarketChanges,
    private readonly subscriptions: Subscriptions,
    private readonly sessionLimits: SessionLimits,
    private readonly beatKeys: BeatKeys,
  ) {}

  @Query('machine')
  machine(@Arg('id', parseUuid) id: string) {
    return machines.find(this.market.db, id);
  }

  @Query('enrolmentTypedData')
  enrolmentTypedData(
    @Arg('provider', parseAddress) provider: Address,
    @Arg('agentKey', parseHash) agentKey: Hash,
    @Arg('facts', parseFacts) facts: MachineFacts,
  ) {
    return enrolmentToSign(this.market, { provider, agentKey, facts });
  }

  @Mutation('enrolMachine')
  enrolMachine(
    @Arg('facts', parseFacts) facts: MachineFacts,
    @Arg('enrolment', parseEnrolment) enrolment: Enrolment,
    @Arg('signature', signatureOf) signature: Hex,
  ) {
    return enrolMachine(this.market, { facts, enrolment, signature });
  }

  @Mutation('openBeatSession')
  async openBeatSession(
    @Agent() actor: Actor & { kind: 'MACHINE' },
    @FromIp() ip: string,
    @Arg('bootId', parseUuid) bootId: string,
  ) {
    const { machineId } = actor;
    this.sessionLimits.admit({ machineId, ip });
    const session = await openBeatSession(this.market, { actor, machineId, bootId });
    return sessionAnswer(session, this.beatKeys, this.market.policy.beat);
  }

  @Query('myMachines')
  myMachines(
    @Wallet() { address }: Actor & { kind: 'WALLET' },
    @Arg('days', intWithin(1, 90)) days: number,
  ) {
    return providerStanding(this.market, address, days);
  }

  @Mutation('recordMeasurements')
  recordMeasurements(
    @Agent() actor: Actor & { kind: 'MACHINE' },
    @Arg('found', parseMeasurements) found: Measurements,
  ) {
    return recordMeasurements(this.market, { actor, machineId: actor.machineId, found });
  }

  @Mutation('reportInstance')
  reportInstance(
    @Agent() actor: Actor,
    @Arg('rentalId', parseHash) rentalId: Hash,
    @Args('state') state: InstanceState,
    @Arg('port', optional(intWithin(1, 65_535))) port: number | undefined,
    @Arg('failure', optional(textWithin(0, failureLengthMax))) failure: string | undefined,
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
