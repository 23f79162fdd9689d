import type { ClientBase, QueryArrayConfig } from 'pg';
import { direct, type Tx } from './database.js';
import { translated } from './faults.js';
import type { Statement } from './statement.js';

/** A row's values in the statement's order, in PostgreSQL's text: who reads them knows their types. */
export type TextRow = readonly (string | null)[];

/** Each connection keeps a plan for so many texts; further ones are planned each time. */
const namesMax = 256;
const names = new Map<string, string>();

/** Text stays text: most columns of a hot read are handed on as they come. */
const asText = { getTypeParser: () => (text: string) => text };

/**
 * The rows of a read that is asked all the time: past Prisma, planned once per connection (a named prepared statement),
 * and without making values of columns that nobody looks at. Write its lists as `unnest($1)` joined to an index, never as
 * `= any($1)` on the column that the index shall order by: the plan of a named statement does not know the list.
 */
export async function hotRows(tx: Tx, { text, values }: Statement): Promise<TextRow[]> {
  const name = nameOf(text);
  const query: QueryArrayConfig = {
    ...(name !== undefined && { name }),
    text,
    values: [...values],
    rowMode: 'array',
    types: asText,
  };
  return tx[direct]((client) => ask(client, query)).catch((error: unknown) => {
    throw translated(error);
  });
}

/**
 * By callback: what pg answers as a promise is reachable from queries that are over, so that scavenges carry most rows on
 * into old space.
 */
function ask(client: ClientBase, query: QueryArrayConfig): Promise<TextRow[]> {
  return new Promise((resolve, reject) => {
    client.query<(string | null)[]>(query, (error: Error | null, result) => {
      if (error) reject(error);
      else resolve(result.rows);
    });
  });
}

/** The name under which connections keep the plan of a text; undefined where they keep enough. */
export function nameOf(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size === namesMax) return known;
  const name = `hot_${names.size}`;
  names.set(text, name);
  return name;
}
