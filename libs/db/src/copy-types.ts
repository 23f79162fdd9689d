import type { Hex } from '@gpuflow/domain';
import { jsonText } from './columns.js';
import type { CopyBytes } from './copy-bytes.js';

/** Writes a column's value, its length first, as PostgreSQL's receive function of the type reads it. */
export type CopyType<Value> = (bytes: CopyBytes, value: Value) => void;

export const int4: CopyType<number> = (bytes, value) => {
  bytes.int32(4);
  bytes.int32(value);
};

export const int8: CopyType<bigint> = (bytes, value) => {
  bytes.int32(8);
  bytes.int64(value);
};

export const bool: CopyType<boolean> = (bytes, value) => {
  bytes.int32(1);
  bytes.byte(value ? 1 : 0);
};

/** Text, and the labels of an enumeration. */
export const text: CopyType<string> = (bytes, value) => bytes.text(value);

const jsonbVersion = 1;

export const jsonb: CopyType<object> = (bytes, value) => bytes.text(jsonText(value), jsonbVersion);

export const bytea: CopyType<Hex> = (bytes, value) => {
  bytes.int32(byteLength(value));
  bytes.hex(value);
};

/** Several values in one column, one after another. */
export const byteas: CopyType<readonly Hex[]> = (bytes, values) => {
  bytes.int32(values.reduce((sum, value) => sum + byteLength(value), 0));
  for (const value of values) bytes.hex(value);
};

function byteLength(hex: Hex): number {
  return hex.length / 2 - 1;
}

/** Decimal digits in one of a numeric's digits. */
const digitWidth = 4;

/** A whole number of base units, never negative. */
export const numeric: CopyType<bigint> = (bytes, value) => {
  if (value < 0n) throw new RangeError(`${value} base units`);
  const decimal = value.toString();
  const digits = Math.ceil(decimal.length / digitWidth);
  bytes.int32(8 + 2 * digits);
  bytes.int16(digits);
  bytes.int16(digits - 1); // the power of 10,000 of the first digit
  bytes.int16(0); // positive
  bytes.int16(0); // no digits behind the point
  for (let left = digits; left > 0; left -= 1) {
    const end = decimal.length - (left - 1) * digitWidth;
    bytes.int16(Number(decimal.slice(Math.max(0, end - digitWidth), end)));
  }
};
