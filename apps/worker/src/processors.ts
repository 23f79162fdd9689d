import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Inject } from '@nestjs/common';
import { Fault, parseHash } from '@gpuflow/domain';
import { inTraceOf, traced, type Market } from '@gpuflow/marketplace';
import type { Job } from 'bullmq';
import { z } from 'zod';

import { probeWorker } from './job-options.js';
import { auditChain } from './jobs/audit-chain.js';
import { keepBeatDays } from './jobs/keep-beat-days.js';
import { keepRentals } from './jobs/keep-rentals.js';
import { matchBids } from './jobs/match-bids.js';
import { probeInstance } from './jobs/probe-instance.js';
import { publishUsageRoots } from './jobs/publish-usage-roots.js';
import { rollUpMarket } from './jobs/roll-up-market.js';
import { scoreMachines } from './jobs/score-machines.js';
import { watchHeartbeats } from './jobs/watch-heartbeats.js';
import { OutboxRelay } from './outbox-relay.js';
import { MARKET, WORKER_OPTIONS } from './tokens.js';
import type { WorkerOptions } from './worker.module.js';

/** Says in the log what goes wrong with a queue's jobs: that the outside failed, or that we are wrong. */
abstract class LoggedProcessor extends WorkerHost {
  constructor(@Inject(MARKET) protected readonly market: Market) {
    super();
  }

  @OnWorkerEvent('failed')
  failed(job: Job | undefined, error: Error): void {
    const facts = { queue: job?.queueName, jobId: job?.id, attempt: job?.attemptsMade };
    if (error instanceof Fault) this.market.log.warn({ ...facts, err: error }, 'job failed');
    else this.market.log.error({ ...facts, err: error }, 'job failed: bug');
  }

  @OnWorkerEvent('error')
  error(error: Error): void {
    this.market.log.warn({ err: error }, 'queue failed');
  }
}

@Processor('watch-heartbeats')
export class WatchHeartbeatsProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return watchHeartbeats(this.market);
  }
}

@Processor('keep-beat-days')
export class KeepBeatDaysProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return keepBeatDays(this.market);
  }
}

@Processor('keep-rentals')
export class KeepRentalsProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return keepRentals(this.market);
  }
}

@Processor('publish-usage-roots')
export class PublishUsageRootsProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return publishUsageRoots(this.market);
  }
}

@Processor('roll-up-market')
export class RollUpMarketProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return rollUpMarket(this.market);
  }
}

@Processor('score-machines')
export class ScoreMachinesProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return scoreMachines(this.market);
  }
}

@Processor('match-bids')
export class MatchBidsProcessor extends LoggedProcessor {
  override process(): Promise<void> {
    return matchBids(this.market);
  }
}

@Processor('relay-outbox')
export class RelayOutboxProcessor extends LoggedProcessor {
  constructor(
    @Inject(MARKET) market: Market,
    private readonly relay: OutboxRelay,
  ) {
    super(market);
  }

  override async process(): Promise<void> {
    await this.relay.run();
    await this.relay.repeat();
  }
}

@Processor('audit-chain')
export class AuditChainProcessor extends LoggedProcessor {
  constructor(
    @Inject(MARKET) market: Market,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {
    super(market);
  }

  /** A job that another worker's schedule has left is not done by one that has no node. */
  override async process(): Promise<void> {
    if (this.options.audit !== undefined) await auditChain(this.market, this.options.audit);
  }
}

const probeData = z.object({ rentalId: z.string(), traceParent: z.string().nullish() });

@Processor('probe-instance', probeWorker)
export class ProbeInstanceProcessor extends LoggedProcessor {
  constructor(
    @Inject(MARKET) market: Market,
    @Inject(WORKER_OPTIONS) private readonly options: WorkerOptions,
  ) {
    super(market);
  }

  override process(job: Job<unknown>): Promise<void> {
    const { traceParent, ...data } = probeData.parse(job.data);
    const rentalId = parseHash(data.rentalId, 'rentalId');
    return inTraceOf(traceParent ?? undefined, () =>
      traced('probe-instance', { 'gpuflow.rental': rentalId }, () =>
        probeInstance(this.market, { rentalId }, this.options.probe),
      ),
    );
  }
}
