import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { from } from 'pg-copy-streams';
import { direct, type Tx } from './database.js';
import { translated } from './faults.js';

/** A table, and its columns in the order of a line's values. */
export interface CopyTarget {
  table: string;
  columns: readonly string[];
}

/** So many rows travel at a time: more only wait in memory. */
const chunkRows = 200;

/**
 * Adds rows with COPY, many times faster than statements with parameters. A row's line is PostgreSQL's text format:
 * values between tabs. Hex, numbers and words stand in it as they are, {@link copied} says how all else does.
 */
export async function copyInto<Row>(
  tx: Tx,
  { table, columns }: CopyTarget,
  rows: readonly Row[],
  lineOf: (row: Row) => string,
): Promise<void> {
  if (rows.length === 0) return;
  await tx[direct](async (client) => {
    const copy = client.query(from(`copy ${table} (${columns.join()}) from stdin`));
    const done = finished(copy);
    // Awaited below; where writing stops because the copy has failed, nobody listens yet.
    done.catch(() => undefined);
    for (let first = 0; first < rows.length; first += chunkRows) {
      let text = '';
      for (const row of rows.slice(first, first + chunkRows)) text += `${lineOf(row)}\n`;
      if (!copy.write(text, 'utf8')) await Promise.race([once(copy, 'drain'), done]);
    }
    copy.end();
    await done;
  }).catch((error: unknown) => {
    throw translated(error);
  });
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value that may be absent or hold any text, in a line. */
export function copied(value: string | number | bigint | undefined): string {
  if (value === undefined) return '\\N';
  if (typeof value !== 'string' || !/[\\\t\n\r]/.test(value)) return String(value);
  return value.replace(/[\\\t\n\r]/g, (character) => escapes[character] ?? character);
}
