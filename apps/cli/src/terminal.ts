/** Where a command says something: answers to `out`, everything else to `err`. */
export interface Terminal {
  out(line: string): void;
  err(line: string): void;
}

/** What a command's end means to whoever called it. */
export const exitStatus = { agrees: 0, differs: 1, couldNotRun: 2 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** A value as JSON on one line: bigints become decimal strings. */
export function jsonLine(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
}
