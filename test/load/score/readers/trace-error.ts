/** Why a trace cannot be read, and in which file and line, counted from 1; no line where it is not about one. */
export class TraceError extends Error {
  override readonly name = 'TraceError';

  constructor(file: string, line: number | undefined, reason: string) {
    super(line === undefined ? `${file}: ${reason}` : `${file}, line ${line}: ${reason}`);
  }
}
