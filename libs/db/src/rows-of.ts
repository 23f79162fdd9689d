import type { QueryResultRow } from 'pg';
import { direct, type Tx } from './database.js';
import { translated } from './faults.js';

/**
 * The rows that a statement answers, past Prisma: `numeric` and `bigint` come as text. Arrays are given whole, so that
 * one statement asks for thousands of keys.
 */
export async function rowsOf<Row extends QueryResultRow>(
  tx: Tx,
  sql: string,
  values: readonly unknown[],
): Promise<Row[]> {
  const result = await tx[direct]((client) => client.query<Row>(sql, [...values])).catch(
    (error: unknown) => {
      throw translated(error);
    },
  );
  return result.rows;
}
