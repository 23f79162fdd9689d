import { setTimeout as delay } from 'node:timers/promises';
import { Fault } from '@gpuflow/domain';
import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { Prisma, PrismaClient } from './generated/client.js';
import { isConflict, translated } from './faults.js';
import { listen, type Listener } from './listen.js';
import { TransactionConnection, TransactionPool, type Direct } from './transaction-connection.js';

/** Keys of what only this library may touch of a handle. */
export const prisma = Symbol('prisma');
export const pool = Symbol('pool');
export const address = Symbol('address');
export const direct = Symbol('direct');

/** Prisma's queries: of the client and of a transaction alike. */
type Queries = Omit<Prisma.TransactionClient, '$transaction'>;

/** A handle to ask and write through: an open transaction, or the database itself, statement by statement. */
export interface Tx {
  readonly [prisma]: Queries;
  /** The same past Prisma, in the same transaction. */
  readonly [direct]: Direct;
}

/** An open PostgreSQL database. As a {@link Tx} every statement stands alone. */
export interface Database extends Tx {
  readonly [pool]: pg.Pool;
  readonly [address]: string;
  /**
   * Runs `work` in one READ COMMITTED transaction: what it throws rolls everything back. It may run up to three times,
   * when it loses against another transaction, so it must write through `tx` alone.
   */
  transaction<Result>(work: (tx: Tx) => Promise<Result>): Promise<Result>;
  /** Runs reads in one REPEATABLE READ transaction: all see the database of one moment. */
  snapshot<Result>(reads: (tx: Tx) => Promise<Result>): Promise<Result>;
  /**
   * Hears every message of a channel from now on, on a connection of its own that is opened again when it is lost.
   * `onGap` says that messages may have been missed in between: read again what they would have told.
   */
  listen(
    channel: string,
    onMessage: (payload: string) => void,
    onGap?: () => void,
  ): Promise<Listener>;
  close(): Promise<void>;
}

const triesMax = 3;
const transactionMs = 15_000;

/** Opens a pool to the database at `url`. Nothing is connected until the first statement. */
export function openDatabase(url: string, { poolMax = 10 }: { poolMax?: number } = {}): Database {
  const connections = openPool(url, poolMax);
  const client = translating(new PrismaClient({ adapter: new PrismaPg(connections) }));
  return {
    [prisma]: client,
    [pool]: connections,
    [address]: url,
    [direct]: (work) => onOwnConnection(connections, work),
    transaction: (work) => transaction(begin(client, connections, 'ReadCommitted'), work),
    snapshot: (reads) => transaction(begin(client, connections, 'RepeatableRead'), reads),
    listen: (channel, onMessage, onGap) => listen(url, channel, onMessage, onGap),
    async close() {
      await client.$disconnect();
      await connections.end();
    },
  };
}

/** The same client, with every error of a query in our words. */
function translating(client: PrismaClient): PrismaClient {
  const extended = client.$extends({
    query: {
      $allOperations: ({ args, query }) =>
        query(args).catch((error: unknown) => {
          throw translated(error);
        }),
    },
  });
  // A query extension changes no signature; Prisma only writes the extended type with other generics.
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions
  return extended as unknown as PrismaClient;
}

function openPool(url: string, max: number): TransactionPool {
  const connections = new TransactionPool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 5_000,
    statement_timeout: transactionMs,
    idle_in_transaction_session_timeout: 2 * transactionMs,
  });
  // A connection that breaks is replaced at the next statement, and whoever asked on it is told there; without listeners
  // it would end the process, when it is idle and when it is in use.
  connections.on('error', () => undefined);
  connections.on('connect', (client) => client.on('error', () => undefined));
  return connections;
}

async function onOwnConnection<Result>(
  connections: pg.Pool,
  work: (client: pg.ClientBase) => Promise<Result>,
): Promise<Result> {
  const client = await connections.connect();
  let failed = false;
  try {
    return await work(client);
  } catch (error) {
    // Where the database failed, PostgreSQL may be about to end the connection: nobody else shall find it so.
    failed = translated(error) instanceof Fault;
    throw error;
  } finally {
    client.release(failed);
  }
}

/** Runs work in one transaction. */
type Begin = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

function begin(
  client: PrismaClient,
  connections: TransactionPool,
  isolationLevel: Prisma.TransactionIsolationLevel,
): Begin {
  const options = { isolationLevel, maxWait: 5_000, timeout: transactionMs };
  return (work) => {
    const connection = new TransactionConnection();
    const onConnection = (queries: Queries) =>
      work({ [prisma]: queries, [direct]: connection.direct });
    return connections.beginning(connection, () => client.$transaction(onConnection, options));
  };
}

async function transaction<Result>(run: Begin, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await attempt(run, work);
    } catch (error) {
      if (tries === triesMax || !isConflict(error)) throw error;
      await delay(tries * 20 * Math.random());
    }
  }
}

/** Throws what `work` threw, and what the database says of beginning and committing in our words. */
async function attempt<Result>(run: Begin, work: (tx: Tx) => Promise<Result>): Promise<Result> {
  let thrown: { error: unknown } | undefined;
  const remembering = (tx: Tx) =>
    work(tx).catch((error: unknown) => {
      thrown = { error };
      throw error;
    });
  return run(remembering).catch((error: unknown) => {
    throw thrown === undefined ? translated(error) : thrown.error;
  });
}
