import type { ClientBase } from 'pg';
import { direct, type Tx } from './database.js';
import { translated } from './faults.js';
import type { Statement } from './statement.js';
import { TextQuery, type TextRow } from './text-query.js';

/** Each connection keeps a plan for so many texts; further ones are planned each time. */
const namesMax = 256;
const names = new Map<string, string>();

/**
 * The rows of a read that is asked all the time: past Prisma, planned once per connection (a named prepared statement),
 * and without making values of columns that nobody looks at. Write its lists as `unnest($1)` joined to an index, never as
 * `= any($1)` on the column that the index shall order by: the plan of a named statement does not know the list.
 */
export async function hotRows(tx: Tx, statement: Statement): Promise<TextRow[]> {
  const name = nameOf(statement.text);
  return tx[direct]((client) => ask(client, name, statement)).catch((error: unknown) => {
    throw translated(error);
  });
}

/**
 * By callback: what pg answers as a promise is reachable from queries that are over, so that scavenges carry most rows on
 * into old space.
 */
function ask(client: ClientBase, name: string, statement: Statement): Promise<TextRow[]> {
  return new Promise((resolve, reject) => {
    const done = (error: Error | undefined, rows: TextRow[]) => {
      if (error) reject(error);
      else resolve(rows);
    };
    client.query(new TextQuery(name, statement, done));
  });
}

/** The name under which connections keep the plan of a text; empty where they keep enough. */
function nameOf(text: string): string {
  const known = names.get(text);
  if (known !== undefined) return known;
  if (names.size === namesMax) return '';
  const name = `hot_${names.size}`;
  names.set(text, name);
  return name;
}
