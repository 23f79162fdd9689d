import type pg from 'pg';

/** What a test fills beyond this is copied anew sooner than emptied. */
const BYTES_MAX = 4 * 1024 * 1024;

/** Objects get ever higher numbers: whatever has a higher one than its database was not copied with it. */
const MADE = '(SELECT oid FROM pg_database WHERE datname = current_database())';

/** The migrations make no partitions. A table that was never written has no bytes. Records refuse to be deleted. */
const EMPTY = `
  DO $$
  DECLARE target RECORD;
  BEGIN
    PERFORM set_config('session_replication_role', 'replica', TRUE);
    FOR target IN
      SELECT oid::regnamespace AS name FROM pg_namespace WHERE oid > ${MADE} AND nspname NOT LIKE 'pg_%'
    LOOP
      EXECUTE format('DROP SCHEMA %s CASCADE', target.name);
    END LOOP;
    FOR target IN
      SELECT inhrelid::regclass AS name FROM pg_inherits JOIN pg_class ON oid = inhparent WHERE relkind = 'p'
    LOOP
      EXECUTE format('DROP TABLE %s', target.name);
    END LOOP;
    FOR target IN
      SELECT oid::regclass AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND pg_relation_size(oid) > 0
    LOOP
      EXECUTE format('DELETE FROM %s', target.name);
    END LOOP;
    PERFORM setval(seqrelid, seqstart, FALSE) FROM pg_sequence;
  END $$`;

const SMALL = `
  SELECT sum(pg_relation_size(oid)) < ${BYTES_MAX} AS yes FROM pg_class
  WHERE relnamespace = 'public'::regnamespace AND relkind = 'r'`;

const UNCHANGED = `
  SELECT NOT EXISTS (SELECT FROM pg_class WHERE oid > ${MADE})
     AND NOT EXISTS (SELECT FROM pg_proc WHERE oid > ${MADE})
     AND NOT EXISTS (SELECT FROM pg_trigger WHERE oid > ${MADE})
     AND NOT EXISTS (SELECT FROM pg_constraint WHERE oid > ${MADE})
      AS yes`;

/**
 * Makes a cloned database like new: no rows, sequences at their start, no partitions, no schemas of a test's. False,
 * where something else is left that a test has made.
 */
export async function emptyDatabase(client: pg.Client): Promise<boolean> {
  await client.query(EMPTY);
  return holds(client, UNCHANGED);
}

/** The same, and false without trying where a copy is cheaper. */
export async function reuseDatabase(client: pg.Client): Promise<boolean> {
  return (await holds(client, SMALL)) && (await emptyDatabase(client));
}

async function holds(client: pg.Client, question: string): Promise<boolean> {
  const { rows } = await client.query<{ yes: boolean }>(question);
  return rows[0]?.yes === true;
}
