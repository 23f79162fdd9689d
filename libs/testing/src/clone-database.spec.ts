import pg from 'pg';
import { cloneDatabase } from './clone-database.js';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('cloneDatabase', () => {
  it('gives each caller a database that the others do not see', async () => {
    const [first, second] = await Promise.all([cloneDatabase(), cloneDatabase()]);
    await query(first.url, 'CREATE TABLE only_here (id integer)');
    const tables = "SELECT 1 AS found FROM pg_tables WHERE tablename = 'only_here'";
    expect(await query(first.url, tables)).toEqual([{ found: 1 }]);
    expect(await query(second.url, tables)).toEqual([]);
    await Promise.all([first.drop(), second.drop()]);
  });

  it('has every migration applied', async () => {
    const database = await cloneDatabase();
    const tables = "SELECT count(*)::int AS count FROM pg_tables WHERE schemaname = 'public'";
    const [row] = await query(database.url, tables);
    expect(row).not.toEqual({ count: 0 });
    await database.drop();
  });

  it('drops it although sessions are open', async () => {
    const database = await cloneDatabase();
    const session = new pg.Client({ connectionString: database.url });
    const ended = new Promise((resolve) => session.on('error', resolve));
    await session.connect();
    await database.drop();
    await ended;
    await expect(query(database.url, 'SELECT 1')).rejects.toMatchObject({ code: '3D000' });
  });
});
