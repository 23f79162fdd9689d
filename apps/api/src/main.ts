import { openDatabase } from '@gpuflow/db';
import { escrowTerms } from '@gpuflow/escrow';
import type { Market } from '@gpuflow/marketplace';
import {
  assertNodeVersion,
  createMetrics,
  endWhenAsked,
  measureHttp,
  openLog,
  serveMetrics,
  startTraces,
} from '@gpuflow/process';

import { createApi } from './app.js';
import { readEnv, type Env } from './env.js';
import type { ApiOptions } from './options.js';

const metrics = createMetrics('api');
measureHttp(metrics.registry, ['/graphql', '/beats', '/healthz', '/readyz']);
const log = openLog('api', metrics.registry);

function marketOf(env: Env): Market {
  return {
    db: openDatabase(env.DATABASE_URL),
    clock: { now: () => new Date() },
    log,
    terms: escrowTerms({ chainId: env.CHAIN_ID, escrow: env.ESCROW_ADDRESS }),
    policy: {
      chainId: env.CHAIN_ID,
      meter: env.METER_ADDRESS,
      vettedProviders: env.VETTED_PROVIDERS,
      beat: { beatEverySeconds: env.BEAT_EVERY_SECONDS, missedBeatsMax: env.MISSED_BEATS_MAX },
      disputeDays: env.DISPUTE_DAYS,
      // The API settles nothing: the worker's policy decides.
      settleFromUnits: 0n,
    },
  };
}

function optionsOf(env: Env, market: Market): ApiOptions {
  const publicUrl = env.PUBLIC_URL.replace(/\/$/, '');
  return {
    market,
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    tokens: { secret: new TextEncoder().encode(env.AUTH_SECRET), issuer: publicUrl },
    escrow: env.ESCROW_ADDRESS,
    rpcUrl: env.RPC_URL,
    corsOrigins: env.CORS_ORIGINS,
    trustedProxies: env.TRUSTED_PROXIES,
    development: env.NODE_ENV === 'development' || env.DEMO === '1',
  };
}

async function main(): Promise<void> {
  assertNodeVersion();
  const env = readEnv(process.env);
  const stopTraces = await startTraces('api');
  const market = marketOf(env);
  const figures = await serveMetrics(metrics.registry, env);
  const api = await createApi(optionsOf(env, market));
  log.info({ url: api.url }, 'ready');
  endWhenAsked(async () => {
    await api.close();
    await figures?.close();
    await stopTraces?.();
    await market.db.close();
    log.info('ended');
  });
}

main().catch((error: unknown) => {
  log.fatal({ err: error }, 'did not start');
  process.exit(1);
});
