import type { Hex, RefusalCode } from '@gpuflow/domain';
import type { Prisma } from './generated/client.js';

/** A hex column's text. Throws where the row is corrupt: checks in the migrations let nothing else in. */
export function hex(text: string): Hex {
  if (!isHex(text)) throw new Error(`not lower-case hex in a hex column: ${text.slice(0, 80)}`);
  return text;
}

/** A bytea column's bytes. */
export function hexOf(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}

function isHex(text: string): text is Hex {
  return /^0x[0-9a-f]*$/.test(text);
}

/** A numeric(78,0) column as the exact integer: Prisma's decimal, whose `toString` would write exponents, or pg's text. */
export function units(decimal: Prisma.Decimal | string): bigint {
  return BigInt(typeof decimal === 'string' ? decimal : decimal.toFixed(0));
}

/** A nullable column as the domain knows it. */
export function present<Value>(value: Value | null): Value | undefined {
  return value ?? undefined;
}

/** Any value as JSON: bigints become decimal strings, moments RFC 3339, absent fields disappear. */
export function toJson(value: unknown): Prisma.InputJsonValue {
  // eslint-disable-next-line @typescript-eslint/no-unsafe-return -- what JSON.stringify has written is JSON
  return JSON.parse(jsonText(value));
}

/** The same as text. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'bigint' ? inner.toString() : inner,
  );
}

/** Moments from chain seconds. */
export function momentOf(seconds: number): Date {
  return new Date(seconds * 1000);
}

/** Why something was refused, in two columns. */
export interface StoredRefusal {
  code: RefusalCode;
  /** JSON: bigints in it have become decimal strings. */
  facts: unknown;
}

/** The refusal in a row's two columns, if it has one. */
export function refusalOf(row: {
  refusalCode: string | null;
  refusalFacts: unknown;
}): StoredRefusal | undefined {
  if (row.refusalCode === null) return undefined;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- only a store's `refuse` writes the column, and takes nothing but a code
  return { code: row.refusalCode as RefusalCode, facts: row.refusalFacts };
}
