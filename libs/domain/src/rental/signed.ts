import type { Address, Hash } from '../ids.js';

/** The renter's signed wish to end a rental at once (EIP-712 struct `Stop`). Idempotent, so it needs no nonce. */
export interface Stop {
  rentalId: Hash;
  deadline: number;
}

/**
 * The renter's signed wish to pause or to resume a rental (EIP-712 structs `Pause` and `Resume`). It holds for the clock
 * at this `turn` only.
 */
export interface PauseOrResume {
  rentalId: Hash;
  turn: number;
  deadline: number;
}

/** New terms that renter and provider both sign (EIP-712 struct `Amend`). */
export interface Amend {
  rentalId: Hash;
  pricePerHour: bigint;
  storagePricePerHour: bigint;
  maxEnd: number;
  turn: number;
  deadline: number;
}

/** What a rental cost, agreed by its sides or conceded by one (EIP-712 struct `Statement`). */
export interface SignedStatement {
  rentalId: Hash;
  gross: bigint;
  endedAt: number;
  turn: number;
  deadline: number;
}

export const reportKinds = ['START', 'HALT', 'RESUME'] as const;
export type ReportKind = (typeof reportKinds)[number];

/** What a meter saw (EIP-712 struct `MeterReport`). */
export interface MeterReport {
  rentalId: Hash;
  kind: ReportKind;
  /** Of a HALT: the last second that was served. */
  since: number;
  turn: number;
  evidenceRoot: Hash;
  deadline: number;
}

/** An owner's wish to have free money sent out (EIP-712 struct `Withdraw`). `amount` includes the relayer's fee. */
export interface Withdraw {
  owner: Address;
  token: Address;
  to: Address;
  amount: bigint;
  /** Who may relay it; the zero address: anybody. */
  relayer: Address;
  relayFeeMax: bigint;
  nonce: bigint;
  deadline: number;
}

/** What another key may do for its owner, by bit. */
export const delegateScopes = { STOP: 1, TOP_UP: 2, OPEN: 4 } as const;

/** An owner's leave for another key (EIP-712 struct `Delegation`). */
export interface SignedDelegation {
  owner: Address;
  delegate: Address;
  token: Address;
  /** The sum of its {@link delegateScopes}. */
  scopes: number;
  /** What it may spend in all, by openings and top-ups. */
  cap: bigint;
  expiry: number;
  nonce: bigint;
  deadline: number;
}
