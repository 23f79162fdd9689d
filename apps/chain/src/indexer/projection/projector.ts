import type { Tx } from '@gpuflow/db';
import type { EscrowLog, Placed } from '@gpuflow/domain';

/**
 * One table of the projection, and how logs fold into its rows. A row's `id` is what follows the noun in its fold key.
 */
export interface Projector<Row> {
  /** The stored rows among these, by id. */
  findMany(tx: Tx, chainId: number, ids: string[]): Promise<ReadonlyMap<string, Row>>;
  /** The row after one more log. A log that is not of this table leaves it as it is. */
  fold(row: Row | undefined, log: Placed<EscrowLog>): Row | undefined;
  /** Writes rows in place of what was there. */
  save(tx: Tx, chainId: number, rows: Row[]): Promise<void>;
  remove(tx: Tx, chainId: number, ids: string[]): Promise<void>;
}

/** A row to bring up to date by these logs: on top of what is stored, or `afresh`, from all logs there are. */
export interface Folding {
  id: string;
  afresh: boolean;
  logs: readonly Placed<EscrowLog>[];
}

/** Rows of one table while logs are folded into them. They are read once and written once. */
export interface FoldedRows {
  fold(foldings: readonly Folding[]): Promise<void>;
  /** Writes all rows that were folded. A row without a log left is removed. */
  write(): Promise<void>;
}

/** Begins to fold rows of one table, in one transaction. */
export function foldRows<Row>(tx: Tx, chainId: number, projector: Projector<Row>): FoldedRows {
  const rows = new Map<string, Row | undefined>();
  return {
    async fold(foldings) {
      const unread = foldings.filter(({ id, afresh }) => !afresh && !rows.has(id));
      if (unread.length > 0) {
        const ids = unread.map(({ id }) => id);
        for (const [id, row] of await projector.findMany(tx, chainId, ids)) rows.set(id, row);
      }
      for (const { id, afresh, logs } of foldings) {
        let row = afresh ? undefined : rows.get(id);
        for (const log of logs) row = projector.fold(row, log);
        rows.set(id, row);
      }
    },
    async write() {
      const saved = [...rows.values()].filter((row) => row !== undefined);
      const removed = [...rows].flatMap(([id, row]) => (row === undefined ? [id] : []));
      if (removed.length > 0) await projector.remove(tx, chainId, removed);
      if (saved.length > 0) await projector.save(tx, chainId, saved);
    },
  };
}
