import 'reflect-metadata';
import { ConsoleLogger } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Market } from '@gpuflow/marketplace';

import { WorkerModule, type WorkerOptions } from './worker.module.js';

/** A worker that takes jobs. */
export interface RunningWorker {
  /** Takes no more jobs, and resolves when those under way are done. The market's database stays open. */
  stop(): Promise<void>;
}

/** Sets the schedules and takes jobs until stopped. */
export async function startWorker(market: Market, options: WorkerOptions): Promise<RunningWorker> {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(market, options), {
    logger: new ConsoleLogger({ json: true, logLevels: ['warn', 'error', 'fatal'] }),
    abortOnError: false,
  });
  return { stop: () => app.close() };
}
