import type { Tx } from '@gpuflow/db';
import type { EscrowLog, Placed } from '@gpuflow/domain';

/**
 * One table of the projection, and how logs fold into its rows. A row's `id` is what follows the noun in its fold key.
 */
export interface Projector<Row> {
  find(tx: Tx, chainId: number, id: string): Promise<Row | undefined>;
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

/** Folds and writes rows of one table. A row without a log left is removed. */
export async function foldRows<Row>(
  tx: Tx,
  chainId: number,
  projector: Projector<Row>,
  foldings: readonly Folding[],
): Promise<void> {
  const saved: Row[] = [];
  const removed: string[] = [];
  for (const { id, afresh, logs } of foldings) {
    let row: Row | undefined = afresh ? undefined : await projector.find(tx, chainId, id);
    for (const log of logs) row = projector.fold(row, log);
    if (row === undefined) removed.push(id);
    else saved.push(row);
  }
  if (removed.length > 0) await projector.remove(tx, chainId, removed);
  if (saved.length > 0) await projector.save(tx, chainId, saved);
}
