import { readdirSync } from 'node:fs';
import path from 'node:path';

import pg from 'pg';

import { runScript } from './run-script.ts';
import { repository } from './settings.ts';

/** Brings the database to the newest migration. Asks the database first: Prisma's command line takes seconds to start. */
export async function migrate(databaseUrl: string, signal: AbortSignal): Promise<void> {
  if (await isCurrent(databaseUrl)) return;
  const args = [path.join(repository, 'tools/prisma.mjs'), 'migrate', 'deploy'];
  await runScript(args, { env: { DATABASE_URL: databaseUrl }, signal });
}

async function isCurrent(databaseUrl: string): Promise<boolean> {
  const want = readdirSync(path.join(repository, 'prisma/migrations'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name);
  const client = new pg.Client({ connectionString: databaseUrl });
  try {
    await client.connect();
    const { rows } = await client.query<{ name: string }>(
      'select migration_name as name from _prisma_migrations where finished_at is not null',
    );
    const have = new Set(rows.map(({ name }) => name));
    return want.every((name) => have.has(name));
  } catch {
    return false; // No such database or no such table: the first start.
  } finally {
    await client.end();
  }
}
