import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { fromTestRun } from './test-run.js';

export interface ClonedDatabase {
  /** Connection URL; nobody else knows the database. */
  readonly url: string;
  /** Runs SQL past the product's code: for what that would never write. */
  execute(sql: string): Promise<void>;
  /** Ends its sessions and drops it. */
  drop(): Promise<void>;
}

/** A new database with every migration applied, empty of rows except the migrations' own. */
export async function cloneDatabase(): Promise<ClonedDatabase> {
  const server = fromTestRun('TEST_RUN_SERVER');
  const template = fromTestRun('TEST_RUN_TEMPLATE');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await execute(server, `CREATE DATABASE "${name}" TEMPLATE "${template}"`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    execute: (sql) => execute(url.href, sql),
    drop: () => execute(server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
