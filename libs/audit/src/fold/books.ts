import type { Address, Hex } from 'viem';

import type { Finding } from '../finding.js';
import type { Order } from '../log/decode.js';
import type { EscrowAddress } from '../log/digests.js';
import type { RawLog } from '../node/raw-log.js';
import { grossAt, least, solventUntil, type Clock, type Tariff } from './clock.js';

/** The order is the contract's enum. */
export const states = ['NONE', 'RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'] as const;
export type State = (typeof states)[number];

/** Seconds charged at the full price: `from` is charged, `until` is not. Undefined while it lasts. */
export interface Run {
  from: bigint;
  until: bigint | undefined;
}

/** A rental as its logs make it: every value that the contract stores, and what it paid to whom. */
export interface RentalBook {
  id: Hex;
  order: Order;
  /** A log of it is missing or impossible: what follows is taken as it is said, and compared with nothing. */
  broken: boolean;
  seq: number;
  state: State;
  claimed: bigint;
  clock: Clock;
  endsAt: bigint;
  retroLeft: bigint;
  turn: number;
  /** The contract's second and third slot are in use. */
  history: boolean;
  repriced: boolean;
  noticed: boolean;
  paused: boolean;
  pricePerHour: bigint;
  storagePricePerHour: bigint;
  toppedUp: bigint;
  toProvider: bigint;
  fees: bigint;
  refunded: bigint;
  runs: Run[];
}

/** A balance in one token. */
export interface AccountBook {
  token: Address;
  owner: Address;
  free: bigint;
  seq: bigint;
  broken: boolean;
}

/** A meter's word that stopped a clock or took seconds back. */
export interface HaltBook {
  rentalId: Hex;
  seq: number;
  meter: Address;
  provider: Address;
  /** From here on nothing is charged. */
  haltedAt: bigint;
  /** When it was said. */
  saidAt: bigint;
  evidenceRoot: Hex;
  blockNumber: bigint;
  txHash: Hex;
}

/** One rental that gave way to another. */
export interface PreemptionBook {
  rentalId: Hex;
  pricePerHour: bigint;
  byNew: Hex;
  byPricePerHour: bigint;
  haltsAt: bigint;
  blockNumber: bigint;
  txHash: Hex;
}

/** A meter's root over what it saw in one hour. */
export interface UsageRootBook {
  publisher: Address;
  hour: number;
  root: Hex;
}

/** What one transaction moved, beside what its logs give as the reason. */
export interface TransactionBook {
  place: Place;
  /** By account: what ought to have moved less what did. */
  owed: Map<string, bigint>;
  /** By digest of a signed Withdraw: relayers' fees taken less given. */
  relayed: Map<Hex, bigint>;
  /** Values that only an agreement of both parties explains, by rental, until its closing says that there was one. */
  unlessAgreed: Map<Hex, Finding[]>;
}

/** Where and when something was said. */
export interface Place {
  raw: Pick<RawLog, 'blockNumber' | 'txHash' | 'logIndex'>;
  /** The block's second. */
  at: bigint;
}

/** Everything that the logs tell. */
export interface Books extends EscrowAddress {
  /** Only one rental's logs are shown: nothing is said of balances, or of what others had decided. */
  alone: boolean;
  accounts: Map<string, AccountBook>;
  rentals: Map<Hex, RentalBook>;
  /** Orders that were taken back before they opened. */
  cancelledOrders: Set<Hex>;
  /** Logs came of rentals whose opening did not. */
  unopened: Set<Hex>;
  /** Fees earned and not yet withdrawn, by token. */
  fees: Map<Address, bigint>;
  feesWithdrawn: Map<Address, bigint>;
  counters: Map<Address, bigint>;
  nonces: Map<Address, bigint>;
  /** What a delegate may still spend, by owner, delegate and token. */
  allowances: Map<string, bigint>;
  offerUses: Map<Hex, number>;
  cancelledOffers: Set<Hex>;
  /** Undefined until its first log. */
  feeBps: number | undefined;
  feeRecipient: Address | undefined;
  listed: Set<Address>;
  revokedMeters: Set<Address>;
  entryPausedUntil: bigint;
  halts: HaltBook[];
  preemptions: PreemptionBook[];
  usageRoots: Map<string, UsageRootBook>;
  lastUsage: Map<Address, { seq: bigint; root: Hex }>;
  transaction: TransactionBook | undefined;
  findings: Finding[];
  logs: number;
}

/** Books in which nothing stands. */
export function emptyBooks({ chainId, escrow }: EscrowAddress, { alone = false } = {}): Books {
  return {
    chainId,
    escrow,
    alone,
    accounts: new Map(),
    rentals: new Map(),
    cancelledOrders: new Set(),
    unopened: new Set(),
    fees: new Map(),
    feesWithdrawn: new Map(),
    counters: new Map(),
    nonces: new Map(),
    allowances: new Map(),
    offerUses: new Map(),
    cancelledOffers: new Set(),
    feeBps: undefined,
    feeRecipient: undefined,
    listed: new Set(),
    revokedMeters: new Set(),
    entryPausedUntil: 0n,
    halts: [],
    preemptions: [],
    usageRoots: new Map(),
    lastUsage: new Map(),
    transaction: undefined,
    findings: [],
    logs: 0,
  };
}

/** Names an account in a map. */
export function accountKey(token: Address, owner: Address): string {
  return `${token}:${owner}`;
}

/** What a rental may cost at most while it is alive. */
export function fundedOf({ order, toppedUp }: RentalBook): bigint {
  return order.deposit + toppedUp;
}

/** The second from which on a rental charges nothing: its end, or while it lives the end of its money. */
export function capOf(rental: RentalBook): bigint {
  const live = rental.state === 'RUNNING' || rental.state === 'HALTED';
  if (!live) return rental.endsAt;
  return least(
    rental.endsAt,
    solventUntil(rental.clock, rental, fundedOf(rental)) ?? rental.endsAt,
  );
}

/** A rental's clock with all that its cost depends on. */
export function tariffOf(rental: RentalBook): Tariff {
  const { clock, pricePerHour, storagePricePerHour } = rental;
  return { clock, pricePerHour, storagePricePerHour, cap: capOf(rental) };
}

/** What the contract still holds for a rental, beside what it has paid and refunded. */
export function heldBy(rental: RentalBook): bigint {
  if (rental.state === 'CLOSED') return 0n;
  if (rental.state === 'ENDED') return grossAt(tariffOf(rental), rental.endsAt) - rental.claimed;
  return fundedOf(rental) - rental.claimed;
}
