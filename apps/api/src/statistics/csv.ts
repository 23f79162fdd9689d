const needsQuotes = /[",\r\n]/;

/** Comma-separated values as RFC 4180 has them: lines end in CRLF, and what would be misread is quoted. */
export function csvOf(
  header: readonly string[],
  lines: readonly (readonly (string | number | bigint | undefined)[])[],
): string {
  return [header, ...lines].map((line) => `${line.map(fieldOf).join(',')}\r\n`).join('');
}

function fieldOf(value: string | number | bigint | undefined): string {
  const text = value === undefined ? '' : String(value);
  return needsQuotes.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
