import { BullModule } from '@nestjs/bullmq';
import { Module, type DynamicModule } from '@nestjs/common';
import type { Market } from '@gpuflow/marketplace';

import type { AuditPlace } from './jobs/audit-chain.js';
import { OutboxRelay } from './outbox-relay.js';
import type { ProbeRules } from './probe/ask-instance.js';
import {
  AuditChainProcessor,
  KeepBeatDaysProcessor,
  KeepRentalsProcessor,
  MatchBidsProcessor,
  ProbeInstanceProcessor,
  PublishUsageRootsProcessor,
  RelayOutboxProcessor,
  RollUpMarketProcessor,
  ScoreMachinesProcessor,
  WatchHeartbeatsProcessor,
} from './processors.js';
import { chooseBackend, type QueueBackend } from './queue-backend.js';
import { Schedules } from './schedules.js';
import { MARKET, WORKER_OPTIONS } from './tokens.js';

/** What a worker is started with. */
export interface WorkerOptions {
  queues: QueueBackend;
  probe: ProbeRules;
  /** How often to look for silent machines. */
  sweepSeconds: number;
  /** How often to look for rentals that are due something, slices that are due to another bid, hours that are over. */
  keepSeconds: number;
  /** How often to bring statistics up to date. */
  rollUpSeconds: number;
  /** How often to compute the scores that are due. */
  scoreSeconds: number;
  /** Which node to audit against, and how often; undefined where nothing is audited. */
  audit: (AuditPlace & { everySeconds: number }) | undefined;
  /** How often to relay the outbox, beside whenever the market has changed. */
  relaySeconds: number;
}

/** A queue for each activity, so that a jam of one delays no other. */
export const queues = [
  'watch-heartbeats',
  'keep-beat-days',
  'keep-rentals',
  'match-bids',
  'publish-usage-roots',
  'relay-outbox',
  'probe-instance',
  'audit-chain',
  'roll-up-market',
  'score-machines',
];

/** The worker's queues, schedules and processors. */
@Module({})
export class WorkerModule {
  static of(market: Market, options: WorkerOptions): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        BullModule.forRoot({ connection: chooseBackend(options.queues) }),
        BullModule.registerQueue(...queues.map((name) => ({ name }))),
      ],
      providers: [
        { provide: MARKET, useValue: market },
        { provide: WORKER_OPTIONS, useValue: options },
        OutboxRelay,
        Schedules,
        WatchHeartbeatsProcessor,
        KeepBeatDaysProcessor,
        KeepRentalsProcessor,
        MatchBidsProcessor,
        PublishUsageRootsProcessor,
        RelayOutboxProcessor,
        ProbeInstanceProcessor,
        AuditChainProcessor,
        RollUpMarketProcessor,
        ScoreMachinesProcessor,
      ],
    };
  }
}
