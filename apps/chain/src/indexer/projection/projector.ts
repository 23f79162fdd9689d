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

/** Folds and writes rows of one table: one statement reads, one removes and one adds. A row without a log left is removed. */
export async function foldRows<Row>(
  tx: Tx,
  chainId: number,
  projector: Projector<Row>,
  foldings: readonly Folding[],
): Promise<void> {
  const continued = foldings.filter(({ afresh }) => !afresh).map(({ id }) => id);
  const stored =
    continued.length === 0
      ? new Map<string, Row>()
      : await projector.findMany(tx, chainId, continued);
  const saved: Row[] = [];
  const removed: string[] = [];
  for (const { id, logs } of foldings) {
    let row = stored.get(id);
    for (const log of logs) row = projector.fold(row, log);
    if (row === undefined) removed.push(id);
    else saved.push(row);
  }
  if (removed.length > 0) await projector.remove(tx, chainId, removed);
  if (saved.length > 0) await projector.save(tx, chainId, saved);
}
