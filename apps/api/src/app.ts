import 'reflect-metadata';

import type { LoggerService } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { BeatIntake, BeatKeys, BeatRefusals, keepBeatDays, type Log } from '@gpuflow/marketplace';

import { ApiModule } from './api.module.js';
import { beatRoute } from './beats/beat-route.js';
import { keepAccepting } from './beats/keep-accepting.js';
import { closeSilentConnections } from './graphql/connections.js';
import { bodyBytesMax, connectionInitMs } from './graphql/limits.js';
import type { ApiOptions } from './options.js';
import { addSecurityHeaders } from './security-headers.js';
import { traceRequests } from './trace-requests.js';

/** A request that has not arrived whole by then is given up. */
const requestMs = 30_000;

/** An API that answers. */
export interface RunningApi {
  /** Without a slash at its end. */
  url: string;
  /** Finishes what runs, ends connections and subscriptions. The database stays open: it is the caller's. */
  close(): Promise<void>;
}

/** Starts the API: GraphQL over HTTP and WebSocket at `/graphql`, heartbeats at `/beats`, `/healthz`, `/readyz`. */
export async function createApi(options: ApiOptions): Promise<RunningApi> {
  const adapter = new FastifyAdapter({
    bodyLimit: bodyBytesMax,
    requestTimeout: requestMs,
    ...(options.trustedProxies.length > 0 && { trustProxy: [...options.trustedProxies] }),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(options), adapter, {
    logger: nestLogger(options.market.log),
    abortOnError: false,
  });
  const fastify = app.getHttpAdapter().getInstance();
  traceRequests(fastify);
  addSecurityHeaders(fastify, options);
  if (options.corsOrigins.length > 0)
    app.enableCors({
      origin: [...options.corsOrigins],
      methods: ['GET', 'POST'],
      allowedHeaders: ['authorization', 'content-type'],
    });
  const { market } = options;
  const refusals = new BeatRefusals(market);
  await fastify.register(beatRoute(new BeatIntake(market, app.get(BeatKeys)), refusals, market));
  await keepBeatDays(market);
  await app.listen(options.port, options.host).catch(async (error: unknown) => {
    await app.close();
    throw error;
  });
  closeSilentConnections(app.getHttpServer(), connectionInitMs);
  const stopAccepting = await keepAccepting(market, refusals);
  return {
    url: (await app.getUrl()).replace(/\/$/, ''),
    close: async () => {
      await app.close();
      await stopAccepting();
    },
  };
}

/** What Nest says of itself, in our log. */
function nestLogger(log: Log): LoggerService {
  const error = (said: unknown, context?: unknown) => log.error({ context, err: said }, 'Nest');
  return {
    log: () => undefined,
    warn: (said: unknown, context?: unknown) => log.warn({ context, err: said }, 'Nest'),
    error,
    fatal: error,
  };
}
