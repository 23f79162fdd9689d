import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { emptyDatabase, reuseDatabase } from './empty-database.js';
import { fromTestRun } from './test-run.js';

export interface ClonedDatabase {
  /** Connection URL; nobody else knows the database. */
  readonly url: string;
  /** Runs SQL past the product's code: for what that would never write. */
  execute(sql: string): Promise<void>;
  /**
   * Makes it like new for the next test, unless more than rows was made in it: then it answers false. Its sessions may
   * stay open, but in no transaction.
   */
  empty(): Promise<boolean>;
  /** Ends its sessions; it cannot be found any more. */
  drop(): Promise<void>;
}

/**
 * A database with every migration applied, empty of rows and of sessions. It is a copy of the run's template, or one
 * that another test dropped and that is emptied, which is cheaper. A test may make tables and what hangs on them;
 * what it renames or alters, it has to put back.
 */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const server = fromTestRun('TEST_RUN_SERVER');
  const template = fromTestRun('TEST_RUN_TEMPLATE');
  const name = uniqueName(template);
  const url = new URL(server);
  url.pathname = `/${name}`;
  await connected(server, async (client) => {
    while (await takeIdle(client, template, name)) {
      if (await connected(url.href, reuseDatabase)) return;
      await dropForGood(client, name);
    }
    await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  });
  let emptying: pg.Client | undefined;
  return {
    url: url.href,
    execute: (sql) => connected(url.href, async (client) => void (await client.query(sql))),
    async empty() {
      emptying ??= await connect(url.href);
      return emptyDatabase(emptying);
    },
    async drop() {
      await emptying?.end();
      await connected(server, (client) => layBy(client, name, uniqueName(idlePrefix(template))));
    },
  };
}

const uniqueName = (prefix: string) => `${prefix}_${randomBytes(6).toString('hex')}`;
/** The run's teardown, too, finds all that begins with the template's name. */
const idlePrefix = (template: string) => `${template}_idle`;

/** Gives an idle database this name, if there is one. Of two that want the same, one renames it. */
async function takeIdle(client: pg.Client, template: string, name: string): Promise<boolean> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [idlePrefix(template)],
  );
  for (const { datname } of rows) if (await rename(client, datname, name)) return true;
  return false;
}

/** Renamed, so that whatever still runs of its test writes nothing into another's. */
async function layBy(client: pg.Client, name: string, idle: string): Promise<void> {
  await client.query(
    'SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = $1',
    [name],
  );
  if (!(await rename(client, name, idle))) await dropForGood(client, name);
}

/** Whether it was there, and without sessions. */
async function rename(client: pg.Client, from: string, to: string): Promise<boolean> {
  try {
    await client.query(`ALTER DATABASE "${from}" RENAME TO "${to}"`);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
}

async function dropForGood(client: pg.Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`);
}

async function connected<Result>(
  url: string,
  work: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  // A session that breaks while nobody asks is told by the next query, not by the end of the process.
  client.on('error', () => undefined);
  await client.connect();
  return client;
}
