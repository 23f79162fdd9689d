/** What pg makes text of a value with, for those who bind values themselves, as pg-cursor does: it has no types. */
declare module 'pg/lib/utils.js' {
  export function prepareValue(value: unknown): string | Buffer | null;
}
