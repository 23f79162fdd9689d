/** One thing that a deployment must be and what it is found to be; the two are compared as text. */
export interface Fact {
  /** The contract, as in its artifact. */
  contract: string;
  fact: string;
  want: string;
  have: string;
}

/** Whether the chain is as it must be. */
export function isAsWanted({ want, have }: Fact): boolean {
  return want === have;
}

/** Facts about one contract, from `[fact, want, have]` rows. */
export function factsOf(contract: string, rows: [fact: string, want: unknown, have: unknown][]) {
  return rows.map(([fact, want, have]): Fact => ({
    contract,
    fact,
    want: String(want),
    have: String(have),
  }));
}

/** A set as text: sorted, so that order makes no difference. */
export function setOf(members: Iterable<string>): string {
  const sorted = [...members].sort();
  return sorted.length > 0 ? sorted.join(', ') : 'none';
}
