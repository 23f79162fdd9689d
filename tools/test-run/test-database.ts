import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { THROWAWAY_SETTINGS, startPostgres } from '../embedded-postgres.ts';
import { atEnd } from './cleanup.ts';

const MIGRATIONS = path.join(import.meta.dirname, '../../prisma/migrations');

/**
 * Makes the template that `cloneDatabase()` copies: in TEST_DATABASE_URL's server where that is set (for a superuser,
 * who alone empties a database of its records), else in a cluster of this run alone.
 */
export async function startTestDatabase(): Promise<void> {
  const server = process.env.TEST_DATABASE_URL ?? (await startThrowawayCluster());
  const template = `gpuflow_test_${randomBytes(6).toString('hex')}`;
  await inDatabase(server, (client) => client.query(`CREATE DATABASE "${template}"`));
  atEnd(() => inDatabase(server, (client) => dropTemplateAndClones(client, template)));

  const url = new URL(server);
  url.pathname = `/${template}`;
  await inDatabase(url.href, applyMigrations);
  process.env.TEST_RUN_SERVER = server;
  process.env.TEST_RUN_TEMPLATE = template;
}

async function startThrowawayCluster(): Promise<string> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-postgres-'));
  await chmod(folder, 0o711); // where root runs the tests, PostgreSQL is another user
  atEnd(() => rm(folder, { recursive: true }));
  const dataDir = path.join(folder, 'data');
  const postgres = await startPostgres({ dataDir, settings: THROWAWAY_SETTINGS });
  atEnd(() => postgres.stop());
  return postgres.url('postgres');
}

/** The files' order is their names', as in `prisma migrate deploy`. */
async function applyMigrations(client: pg.Client): Promise<void> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const name of names.sort()) {
    await client.query(await readFile(path.join(MIGRATIONS, name, 'migration.sql'), 'utf8'));
  }
}

async function dropTemplateAndClones(client: pg.Client, template: string): Promise<void> {
  const { rows } = await client.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [template],
  );
  for (const { datname } of rows) {
    await client.query(`DROP DATABASE ${pg.escapeIdentifier(datname)} WITH (FORCE)`);
  }
}

async function inDatabase(
  url: string,
  work: (client: pg.Client) => Promise<unknown>,
): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
