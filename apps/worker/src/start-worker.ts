import 'reflect-metadata';
import { getQueueToken } from '@nestjs/bullmq';
import { ConsoleLogger, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { Market } from '@gpuflow/marketplace';

import type { Queue } from 'bullmq';

import { queues, WorkerModule, type WorkerOptions } from './worker.module.js';

export interface QueueDepth {
  queue: string;
  state: string;
  jobs: number;
}

/** A worker that takes jobs. */
export interface RunningWorker {
  /** How many jobs wait, run or have failed for good, by queue. */
  depths(): Promise<QueueDepth[]>;
  /** Takes no more jobs, and resolves when those under way are done. The market's database stays open. */
  stop(): Promise<void>;
}

const countedStates = ['waiting', 'active', 'delayed', 'failed'] as const;

/** Sets the schedules and takes jobs until stopped. */
export async function startWorker(market: Market, options: WorkerOptions): Promise<RunningWorker> {
  const app = await NestFactory.createApplicationContext(WorkerModule.of(market, options), {
    logger: new ConsoleLogger({ json: true, logLevels: ['warn', 'error', 'fatal'] }),
    abortOnError: false,
  });
  return { depths: () => depthsOf(app), stop: () => app.close() };
}

async function depthsOf(app: INestApplicationContext): Promise<QueueDepth[]> {
  const counted = queues.map(async (queue) => {
    const counts = await app.get<Queue>(getQueueToken(queue)).getJobCounts(...countedStates);
    return Object.entries(counts).map(([state, jobs]) => ({ queue, state, jobs }));
  });
  return (await Promise.all(counted)).flat();
}
