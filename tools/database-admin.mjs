import pg from 'pg';

/**
 * The parts of a PostgreSQL URL, as pg wants them. Plain fields, since pg lets the database of a
 * `connectionString` win over the field `database`.
 * @param {string} url
 */
export function connectionOf(url) {
  const parsed = new URL(url);
  const sslMode = parsed.searchParams.get('sslmode') ?? 'disable';
  const encrypted = !['disable', 'allow', 'prefer'].includes(sslMode);
  return {
    host: decodeURIComponent(parsed.searchParams.get('host') ?? parsed.hostname) || 'localhost',
    port: Number(parsed.port || 5432),
    user: decodeURIComponent(parsed.username) || 'postgres',
    password: decodeURIComponent(parsed.password) || undefined,
    database: decodeURIComponent(parsed.pathname.slice(1)) || 'postgres',
    ssl: encrypted ? { rejectUnauthorized: sslMode.startsWith('verify') } : undefined,
  };
}

/** Throws pg's error when the database cannot be connected to. */
export async function probeDatabase(connection) {
  await execute(connection, 'SELECT 1');
}

/** Throws pg's error 42P04 when the database exists. */
export async function createDatabase(connection) {
  const name = pg.escapeIdentifier(connection.database);
  await execute({ ...connection, database: 'postgres' }, `CREATE DATABASE ${name}`);
}

/** Ends the sessions of others in the database too. */
export async function dropDatabase(connection) {
  const name = pg.escapeIdentifier(connection.database);
  const sql = `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`;
  await execute({ ...connection, database: 'postgres' }, sql);
}

async function execute(connection, sql) {
  const client = new pg.Client(connection);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
