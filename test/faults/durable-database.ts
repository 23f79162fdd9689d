import { chmod, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

import pg from 'pg';

import { startPostgres, type EmbeddedPostgres } from '../../tools/embedded-postgres.ts';
import { freePort } from '../../tools/free-port.ts';

const migrations = path.resolve(import.meta.dirname, '../../prisma/migrations');

/** A PostgreSQL of its own that keeps what it commits, as in earnest, to be stopped at once and started again. */
export class DurableDatabase {
  readonly #folder: string;
  readonly #port: number;
  #postgres: EmbeddedPostgres;

  private constructor(folder: string, port: number, postgres: EmbeddedPostgres) {
    this.#folder = folder;
    this.#port = port;
    this.#postgres = postgres;
  }

  static async create(): Promise<DurableDatabase> {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'gpuflow-durable-'));
    await chmod(folder, 0o711); // where root runs this, PostgreSQL is another user
    const port = await freePort();
    const postgres = await startPostgres({ dataDir: path.join(folder, 'data'), port });
    const database = new DurableDatabase(folder, port, postgres);
    await database.#execute('postgres', ['CREATE DATABASE gpuflow']);
    await database.#execute('gpuflow', await allMigrations());
    return database;
  }

  get url(): string {
    return this.#postgres.url('gpuflow');
  }

  /** Immediate shutdown: no session ends in order and no checkpoint is written. */
  async stopAtOnce(): Promise<void> {
    process.kill(this.#postgres.pid, 'SIGQUIT');
    await this.#postgres.ended;
  }

  /** Recovers from what is in its log. */
  async start(): Promise<void> {
    const dataDir = path.join(this.#folder, 'data');
    this.#postgres = await startPostgres({ dataDir, port: this.#port });
  }

  async drop(): Promise<void> {
    await this.#postgres.stop();
    await rm(this.#folder, { recursive: true });
  }

  async #execute(name: string, statements: readonly string[]): Promise<void> {
    const client = new pg.Client({ connectionString: this.#postgres.url(name) });
    await client.connect();
    try {
      for (const statement of statements) await client.query(statement);
    } finally {
      await client.end();
    }
  }
}

/** In the order of their names, as they are deployed. */
async function allMigrations(): Promise<string[]> {
  const entries = await readdir(migrations, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const files = names.sort().map((name) => path.join(migrations, name, 'migration.sql'));
  return Promise.all(files.map((file) => readFile(file, 'utf8')));
}
