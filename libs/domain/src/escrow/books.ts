import type { EscrowAccount } from '../chain/fold-account.js';
import type { EscrowRental } from '../chain/fold-rental.js';
import type { Address, Hash } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import type { Order } from '../rental/order.js';
import type { Withdraw } from '../rental/signed.js';

/** The EIP-712 digests of one contract on one chain: the domain knows no hash function. */
export interface Digests {
  hashOffer: (offer: Offer) => Hash;
  hashOrder: (order: Order) => Hash;
  hashWithdraw: (withdraw: Withdraw) => Hash;
}

/** What an owner lets another key do in one token. */
export interface Delegation {
  scopes: number;
  /** What it may still spend. */
  capUnits: bigint;
  /** The last second in which it may act. */
  expiry: bigint;
}

/** The rules for new money and new rentals. */
export interface EntryRules {
  feeBps: number;
  feeRecipient: Address | undefined;
  /** Entry is closed before this second. */
  entryPausedUntil: bigint;
}

/** Everything that the escrow stores, and the rules it asks for at the door. */
export interface EscrowBooks {
  rentals: Map<Hash, EscrowRental>;
  /** By {@link accountKey}. */
  accounts: Map<string, EscrowAccount>;
  /** The rental that took a slice last, by {@link sliceKey}. Its state tells whether it holds it still. */
  holders: Map<string, Hash>;
  cancelledOffers: Set<Hash>;
  cancelledOrders: Set<Hash>;
  /** Openings by offer, of offers that limit them. */
  uses: Map<Hash, number>;
  counters: Map<Address, bigint>;
  nonces: Map<Address, bigint>;
  /** By {@link delegationKey}. */
  delegations: Map<string, Delegation>;
  fees: Map<Address, bigint>;
  listedTokens: Set<Address>;
  revokedMeters: Set<Address>;
  rules: EntryRules;
}

/** Before the first log. */
export function emptyBooks(): EscrowBooks {
  return {
    rentals: new Map(),
    accounts: new Map(),
    holders: new Map(),
    cancelledOffers: new Set(),
    cancelledOrders: new Set(),
    uses: new Map(),
    counters: new Map(),
    nonces: new Map(),
    delegations: new Map(),
    fees: new Map(),
    listedTokens: new Set(),
    revokedMeters: new Set(),
    rules: { feeBps: 0, feeRecipient: undefined, entryPausedUntil: 0n },
  };
}

/** The same books, to be written on alone. */
export function copyOf(books: EscrowBooks): EscrowBooks {
  return {
    rentals: new Map(books.rentals),
    accounts: new Map(books.accounts),
    holders: new Map(books.holders),
    cancelledOffers: new Set(books.cancelledOffers),
    cancelledOrders: new Set(books.cancelledOrders),
    uses: new Map(books.uses),
    counters: new Map(books.counters),
    nonces: new Map(books.nonces),
    delegations: new Map(books.delegations),
    fees: new Map(books.fees),
    listedTokens: new Set(books.listedTokens),
    revokedMeters: new Set(books.revokedMeters),
    rules: books.rules,
  };
}

export function accountKey(token: Address, owner: Address): string {
  return `${token}:${owner}`;
}

/** Names what is rented once at a time. */
export function sliceKey({ provider, assetHash }: Offer): string {
  return `${provider}:${assetHash}`;
}

export function delegationKey(owner: Address, delegate: Address, token: Address): string {
  return `${owner}:${delegate}:${token}`;
}

/** What was delegated under a key; nothing where nothing ever was. */
export function delegationOf(books: EscrowBooks, key: string): Delegation {
  return books.delegations.get(key) ?? { scopes: 0, capUnits: 0n, expiry: 0n };
}

/** What an owner may withdraw or promise now. */
export function freeUnits(books: EscrowBooks, token: Address, owner: Address): bigint {
  return books.accounts.get(accountKey(token, owner))?.freeUnits ?? 0n;
}

/** All that the escrow owes in a token: free balances, fees, and what rentals may still pay out. */
export function liabilitiesIn(books: EscrowBooks, token: Address): bigint {
  let units = books.fees.get(token) ?? 0n;
  for (const account of books.accounts.values())
    if (account.token === token) units += account.freeUnits;
  for (const { order, fundedUnits, claimedUnits } of books.rentals.values())
    if (order.offer.token === token) units += fundedUnits - claimedUnits;
  return units;
}
