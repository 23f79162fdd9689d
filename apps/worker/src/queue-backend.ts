import { createPostgresBackend, setDefaultBackendFactory, type ConnectionOptions } from 'bullmq';

export interface QueueBackend {
  /** Redis, where it is given. */
  redisUrl: string | undefined;
  /** PostgreSQL, otherwise: the queues live beside the market in the schema `bullmq`. */
  databaseUrl: string;
}

/** Each queue and each worker has a pool of so many connections of its own, and one more to listen. */
const poolMax = 2;

/** Decides for this process where BullMQ keeps its jobs, and answers how its queues connect to it. */
export function chooseBackend({ redisUrl, databaseUrl }: QueueBackend): ConnectionOptions {
  if (redisUrl !== undefined) {
    setDefaultBackendFactory();
    return { url: redisUrl, maxRetriesPerRequest: null };
  }
  setDefaultBackendFactory(createPostgresBackend);
  // @nestjs/bullmq types connections for Redis alone, and hands them through to the backend as they are.
  const connection = {
    connectionString: databaseUrl,
    schema: 'bullmq',
    migrate: true,
    max: poolMax,
    application_name: 'worker-queues',
  };
  return connection;
}
