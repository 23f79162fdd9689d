/** The smallest of some numbers or times. */
export function least(...values: [bigint, ...bigint[]]): bigint {
  return values.reduce((one, other) => (one < other ? one : other));
}

/** The largest of some numbers or times. */
export function greatest(...values: [bigint, ...bigint[]]): bigint {
  return values.reduce((one, other) => (one > other ? one : other));
}
