import type { Finding, FindingCode } from '../finding.js';

type Value = bigint | number | string | boolean | undefined;
/** Values by their name in the contract's words. */
export type Fields = Record<string, Value>;

/** What a comparison is about. */
export interface Compared {
  code: FindingCode;
  subject: string;
  blockNumber: bigint;
}

/** A finding for every value that is another one. */
export function differing(about: Compared, expected: Fields, found: Fields): Finding[] {
  return Object.entries(expected)
    .filter(([field, value]) => value !== found[field])
    .map(([field, value]) => ({
      ...about,
      field,
      expected: `${value ?? 'none'}`,
      found: `${found[field] ?? 'none'}`,
      txHash: undefined,
    }));
}
