import { cloneDatabase } from './clone-database.js';

/** An open database that one test has to itself. */
export interface LentDatabase<Handle> {
  readonly db: Handle;
  readonly url: string;
  /** Runs SQL past the product's code: for what that would never write. */
  readonly execute: (sql: string) => Promise<void>;
  /** Empties it for the next test. Again, it does nothing. */
  readonly giveBack: () => Promise<void>;
}

/**
 * Lends open databases to the tests of a file, empty ones, and leaves them open in between: connecting, and learning
 * how to ask each query, takes a handle longer than most tests take. `atEnd` is the file's `afterAll`.
 */
export function lendDatabases<Handle extends { close(): Promise<void> }>(
  open: (url: string) => Handle,
  atEnd: (closeAll: () => Promise<void>) => void,
): () => Promise<LentDatabase<Handle>> {
  const idle: Awaited<ReturnType<typeof openClone>>[] = [];
  let over = false;
  const openClone = async () => {
    const clone = await cloneDatabase();
    const db = open(clone.url);
    return { clone, db, close: () => db.close().then(() => clone.drop()) };
  };
  atEnd(async () => {
    over = true;
    for (const { close } of idle.splice(0)) await close();
  });
  return async () => {
    const lent = idle.pop() ?? (await openClone());
    let isBack = false;
    const giveBack = async () => {
      if (isBack) return;
      isBack = true;
      if (over || !(await lent.clone.empty())) return lent.close();
      idle.push(lent);
    };
    const { url } = lent.clone;
    return { db: lent.db, url, execute: (sql) => lent.clone.execute(sql), giveBack };
  };
}
