/** What a run reached of one file, and what it missed. */
export interface Coverage {
  readonly file: string;
  readonly lines: { readonly found: number; readonly missed: readonly number[] };
  /** A branch is named by its line and number. */
  readonly branches: { readonly found: number; readonly missed: readonly string[] };
}

/** Reads a report in the format of lcov's tracefiles (`geninfo(1)`). */
export function parseLcov(report: string): Coverage[] {
  return report
    .split('end_of_record')
    .map((record) => record.trim().split('\n'))
    .filter(([first]) => first?.includes(':') === true)
    .map(parseRecord);
}

function parseRecord(record: readonly string[]): Coverage {
  const fields = (tag: string) =>
    record
      .filter((line) => line.startsWith(`${tag}:`))
      .map((line) => line.slice(tag.length + 1).split(','));
  const lines = fields('DA');
  const branches = fields('BRDA');
  return {
    file: fields('SF').join(),
    lines: {
      found: lines.length,
      missed: lines.filter(([, hits]) => hits === '0').map(([line]) => Number(line)),
    },
    branches: {
      found: branches.length,
      missed: branches
        .filter(([, , , taken]) => taken === '0' || taken === '-')
        .map(([line, , branch]) => `${line ?? ''}.${branch ?? ''}`),
    },
  };
}
