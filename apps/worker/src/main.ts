import { openNode } from '@gpuflow/audit';
import { audits, openDatabase, pulses } from '@gpuflow/db';
import { escrowTerms } from '@gpuflow/escrow';
import type { Market } from '@gpuflow/marketplace';
import {
  assertNodeVersion,
  createMetrics,
  endWhenAsked,
  openLog,
  serveMetrics,
  startTraces,
} from '@gpuflow/process';

import { readEnv, type Env } from './env.js';
import { startWorker } from './start-worker.js';
import type { WorkerOptions } from './worker.module.js';

const metrics = createMetrics('worker');
const log = openLog('worker', metrics.registry);

function marketOf(env: Env): Market {
  return {
    db: openDatabase(env.DATABASE_URL),
    clock: { now: () => new Date() },
    log,
    terms: escrowTerms({ chainId: env.CHAIN_ID, escrow: env.ESCROW_ADDRESS }),
    policy: {
      chainId: env.CHAIN_ID,
      meter: env.METER_ADDRESS,
      vettedProviders: [],
      beat: { beatEverySeconds: env.BEAT_EVERY_SECONDS, missedBeatsMax: env.MISSED_BEATS_MAX },
      disputeDays: env.DISPUTE_DAYS,
      settleFromUnits: env.SETTLE_FROM_UNITS,
    },
  };
}

function optionsOf(env: Env): WorkerOptions {
  return {
    queues: { redisUrl: env.REDIS_URL, databaseUrl: env.DATABASE_URL },
    probe: { privateAllowed: env.DEMO === '1', timeoutMs: 3000 },
    sweepSeconds: env.SWEEP_SECONDS,
    keepSeconds: env.KEEP_SECONDS,
    rollUpSeconds: env.ROLL_UP_SECONDS,
    scoreSeconds: env.SCORE_SECONDS,
    audit: env.RPC_URL && {
      node: openNode({ urls: env.RPC_URL }),
      usageRoots: env.USAGE_ROOTS_ADDRESS,
      everySeconds: env.AUDIT_SECONDS,
    },
    relaySeconds: 5,
  };
}

async function main(): Promise<void> {
  assertNodeVersion();
  const env = readEnv(process.env);
  const stopTraces = await startTraces('worker');
  const market = marketOf(env);
  const figures = await serveMetrics(metrics.registry, env);
  const starting = startWorker(market, optionsOf(env));
  endWhenAsked(async () => {
    const worker = await starting;
    await worker.stop();
    await figures?.close();
    await stopTraces?.();
    await market.db.close();
    log.info('ended');
  });
  const worker = await starting;
  metrics.gauge({
    name: 'gpuflow_queue_jobs',
    help: 'Jobs by queue and state',
    labels: ['queue', 'state'],
    read: async () =>
      (await worker.depths()).map(({ jobs: value, ...labels }) => ({ labels, value })),
  });
  metrics.gauge({
    name: 'gpuflow_machines_put_off',
    help: 'Machines that could not be judged: silence stops no clock of theirs',
    read: async () => [{ value: await pulses.countPutOff(market.db) }],
  });
  metrics.gauge({
    name: 'gpuflow_audit_differences',
    help: 'Values that differed in the last audit; any closes entry',
    read: async () => {
      const last = await audits.last(market.db, env.CHAIN_ID);
      return last === undefined ? [] : [{ value: last.differences }];
    },
  });
  metrics.gauge({
    name: 'gpuflow_audit_age_seconds',
    help: 'How long ago the last audit was finished',
    read: async () => {
      const last = await audits.last(market.db, env.CHAIN_ID);
      return last === undefined ? [] : [{ value: (Date.now() - last.finishedAt.getTime()) / 1000 }];
    },
  });
  if (env.RPC_URL === undefined) log.warn('nothing is audited: no RPC_URL');
  const queues = env.REDIS_URL === undefined ? 'PostgreSQL' : 'Redis';
  log.info({ queues }, 'ready');
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'worker did not start');
  process.exit(1);
});
