import pg from 'pg';
import { cloneDatabase } from './clone-database.js';
import { lendDatabases } from './lend-databases.js';
import { fromTestRun } from './test-run.js';

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

  describe('that was used', () => {
    const fill = `
      INSERT INTO records (kind, subject, actor, at, facts) VALUES ('k', 's', 'a', now(), '{}');
      INSERT INTO outbox (kind, payload, created_at) VALUES ('k', '{}', now());
      CREATE SCHEMA queues CREATE TABLE jobs (id integer);
      CREATE TABLE today PARTITION OF beats FOR VALUES FROM ('2026-01-01') TO ('2026-01-02')`;
    const contents = `
      SELECT
        (SELECT jsonb_object_agg(relname,
           query_to_xml(format('SELECT count(*) FROM %s', oid::regclass), TRUE, FALSE, '')::text)
         FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')) AS rows,
        (SELECT jsonb_agg(nspname ORDER BY nspname) FROM pg_namespace WHERE nspname NOT LIKE 'pg_temp%' AND nspname NOT LIKE 'pg_toast_temp%') AS schemas,
        (SELECT jsonb_object_agg(sequencename, coalesce(last_value, 0)) FROM pg_sequences) AS numbers`;

    async function expectNew({ url }: { url: string }): Promise<void> {
      const template = new URL(url);
      template.pathname = fromTestRun('TEST_RUN_TEMPLATE');
      expect(await query(url, contents)).toEqual(await query(template.href, contents));
    }

    it('can be emptied under open sessions, of what cannot be deleted, too', async () => {
      const database = await cloneDatabase();
      const session = new pg.Client({ connectionString: database.url });
      await session.connect();
      for (let times = 0; times < 2; times += 1) {
        await session.query(fill);
        expect(await database.empty()).toBe(true);
        await expectNew(database);
      }
      await session.end();
      await database.drop();
    });

    it('is given to another test, empty and under another name', async () => {
      const first = await cloneDatabase();
      await query(first.url, fill);
      await first.drop();
      const databases = `SELECT oid FROM pg_database WHERE NOT datistemplate`;
      const before = await query(fromTestRun('TEST_RUN_SERVER'), databases);
      const second = await cloneDatabase();
      expect(await query(second.url, databases)).toEqual(before);
      expect(second.url).not.toBe(first.url);
      await expectNew(second);
      await second.drop();
    });

    it('is lent open to one test after the other, and closed at the end, whenever it is given back', async () => {
      const closed: string[] = [];
      let atEnd = async () => {};
      const lend = lendDatabases(
        (url) => ({ close: async () => void closed.push(url) }),
        (closeAll) => (atEnd = closeAll),
      );
      const first = await lend();
      await query(first.url, fill);
      await first.giveBack();
      const again = await lend();
      expect(again.db).toBe(first.db);
      await expectNew(again);
      const other = await lend();
      expect(other.url).not.toBe(again.url);
      await other.giveBack();
      await other.giveBack();
      expect(closed).toEqual([]);
      await atEnd();
      expect(closed).toEqual([other.url]);
      await again.giveBack();
      expect(closed).toEqual([other.url, again.url]);
    });

    it('is no more given to anybody where a test made more than rows', async () => {
      const lend = lendDatabases(
        () => ({ close: async () => {} }),
        () => {},
      );
      const making =
        "CREATE FUNCTION only_here() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'";
      for (let times = 0; times < 2; times += 1) {
        const database = await lend();
        await database.execute(making);
        await database.giveBack();
      }
      const last = await lend();
      await expectNew(last);
      await last.execute(making);
      await last.giveBack();
    });
  });
});
