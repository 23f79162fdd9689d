import { AsyncLocalStorage } from 'node:async_hooks';
import { Fault } from '@gpuflow/domain';
import pg from 'pg';

/** Work on a connection, past Prisma: for COPY, and for rows by the thousand. */
export type Direct = <Result>(work: (client: pg.ClientBase) => Promise<Result>) => Promise<Result>;

/** The connection on which Prisma runs a transaction, as long as it does. */
export class TransactionConnection {
  #client: pg.PoolClient | undefined;
  #taken = false;

  /** Runs work in the transaction. Throws `Fault('database')` once Prisma has ended it, which it also does for being late. */
  readonly direct: Direct = async (work) => {
    if (this.#client === undefined)
      throw new Fault('database', new Error('the transaction is over'));
    return work(this.#client);
  };

  /**
   * The first connection is Prisma's; others are taken by what runs inside. Prisma commits and rolls back by plain
   * statements: whatever is sent after them is in no transaction.
   */
  take(client: pg.PoolClient): void {
    if (this.#taken) return;
    this.#taken = true;
    this.#client = client;
    // eslint-disable-next-line @typescript-eslint/unbound-method -- the proxy hands on whatever it was called on
    client.query = new Proxy(client.query, {
      apply: (query, self, args) => {
        if (isEnd(args[0])) {
          this.#client = undefined;
          Reflect.deleteProperty(client, 'query');
        }
        // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- what the query answers, whichever way it was asked
        return Reflect.apply(query, self, args);
      },
    });
  }
}

function isEnd(question: unknown): boolean {
  if (typeof question !== 'object' || question === null || !('text' in question)) return false;
  return question.text === 'COMMIT' || question.text === 'ROLLBACK';
}

type OnConnect = Parameters<pg.Pool['connect']>[0];

/** A pool that shows a transaction which connection Prisma has taken for it. */
export class TransactionPool extends pg.Pool {
  readonly #takers = new AsyncLocalStorage<TransactionConnection>();

  /** Runs work in which Prisma begins one transaction. */
  beginning<Result>(taker: TransactionConnection, work: () => Promise<Result>): Promise<Result> {
    return this.#takers.run(taker, work);
  }

  override connect(): Promise<pg.PoolClient>;
  override connect(onConnect: OnConnect): void;
  override connect(onConnect?: OnConnect): Promise<pg.PoolClient> | void {
    if (onConnect !== undefined) return super.connect(onConnect);
    return super.connect().then((client) => {
      this.#takers.getStore()?.take(client);
      return client;
    });
  }
}
