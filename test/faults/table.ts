import type { Report } from './play-drill.ts';

const columns = ['fault', 'seeds', 'held', 'worst recovery'] as const;

/** A line for each fault: how many seeds were played, whether the invariants held, the slowest recovery. */
export function tableOf(reports: readonly Report[]): string {
  const rows = [columns, ...reports.map(rowOf)];
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One fault's result, for whoever watches. */
export function lineOf(report: Report): string {
  const [fault = '', seeds = '', held = '', worst = ''] = rowOf(report);
  return `${fault}: ${seeds} seeds, held: ${held}, worst recovery ${worst}`;
}

function rowOf({ fault, outcomes, failure, lacks }: Report): string[] {
  if (lacks !== undefined) return [fault, '0', `skipped: ${lacks}`, ''];
  const seeds = outcomes.length + (failure === undefined ? 0 : 1);
  const worst = Math.max(0, ...outcomes.map(({ recoverySeconds }) => recoverySeconds));
  const held = failure === undefined ? 'yes' : `NO, seed ${failure.seed}`;
  return [fault, String(seeds), held, `${worst.toFixed(1)} s`];
}
