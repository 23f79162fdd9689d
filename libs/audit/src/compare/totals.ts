import { keccak256, stringToHex, type Address, type Hex } from 'viem';

import { heldBy, type Books } from '../fold/books.js';

/** What the escrow owes in one token, in base units. */
export interface TokenTotals {
  token: Address;
  /** Balances that their owners may withdraw now. */
  free: bigint;
  /** Money in rentals that is neither paid nor refunded. */
  held: bigint;
  /** Fees earned and not yet withdrawn. */
  fees: bigint;
}

/** What the logs make the escrow owe, by token. */
export function totalsOf(books: Books): TokenTotals[] {
  const totals = new Map<Address, TokenTotals>();
  const of = (token: Address) => {
    const known = totals.get(token) ?? { token, free: 0n, held: 0n, fees: 0n };
    totals.set(token, known);
    return known;
  };
  books.listed.forEach(of);
  for (const { token, free } of books.accounts.values()) of(token).free += free;
  for (const rental of books.rentals.values()) of(rental.order.offer.token).held += heldBy(rental);
  for (const [token, fees] of books.fees) of(token).fees += fees;
  return [...totals.values()].sort((one, other) => (one.token < other.token ? -1 : 1));
}

/** All that the escrow owes in a token. */
export function owedOf({ free, held, fees }: TokenTotals): bigint {
  return free + held + fees;
}

/**
 * One number for everything that the books say: two audits of the same block agree in it if, and only if, they agree in every
 * balance, every rental and every fee.
 */
export function digestOf(books: Books): Hex {
  const accounts = [...books.accounts.values()].map(
    ({ token, owner, free, seq }) => `account ${token} ${owner} ${free} ${seq}`,
  );
  const rentals = [...books.rentals.values()].map(
    ({ id, seq, state, claimed, toProvider, fees, refunded, endsAt, turn, retroLeft }) =>
      `rental ${id} ${seq} ${state} ${claimed} ${toProvider} ${fees} ${refunded} ${endsAt} ${turn} ${retroLeft}`,
  );
  const fees = [...books.fees].map(([token, units]) => `fees ${token} ${units}`);
  const lines = [...accounts, ...rentals, ...fees].sort();
  return keccak256(stringToHex(lines.join('\n')));
}
