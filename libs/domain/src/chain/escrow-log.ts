import type { Address, Hash } from '../ids.js';
import type { Order } from '../rental/order.js';

export const closeReasons = ['SETTLED', 'CANCELLED', 'DECLINED', 'EXPIRED', 'AGREED'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** Why a clock does not charge the price. DOWN charges nothing, the others what storage costs. */
export const haltKinds = ['DOWN', 'PAUSED', 'PREEMPTED'] as const;
export type HaltKind = (typeof haltKinds)[number];

/** A log of the number `seq` of a rental: strictly one more each time. */
interface Numbered<Kind extends string> {
  kind: Kind;
  rentalId: Hash;
  seq: number;
}

/** What a log says about a rental. Numbers are the values after it. */
export type RentalLog =
  | (Numbered<'RENTAL_OPENED'> & { order: Order })
  | (Numbered<'RENTAL_STARTED'> & { startedAt: bigint; endsAt: bigint })
  | (Numbered<'RENTAL_HALTED'> & {
      halt: HaltKind;
      haltedAt: bigint;
      retroLeftSeconds: number;
      evidenceRoot: Hash;
    })
  | (Numbered<'RENTAL_RESUMED'> & { resumedAt: bigint })
  | (Numbered<'RENTAL_PREEMPTED'> & { byNew: Hash; byPriceUnits: bigint; haltsAt: bigint })
  | (Numbered<'RENTAL_REPRICED'> & {
      pricePerHourUnits: bigint;
      storagePricePerHourUnits: bigint;
      repricedAt: bigint;
    })
  | (Numbered<'NOTICE_GIVEN'> & { endsAt: bigint })
  | (Numbered<'RENTAL_EXTENDED'> & { endsAt: bigint })
  | (Numbered<'RENTAL_TOPPED_UP'> & { from: Address; amountUnits: bigint; fundedUnits: bigint })
  | (Numbered<'RENTAL_STOPPED'> & { endedAt: bigint; grossUnits: bigint; refundUnits: bigint })
  | (Numbered<'RENTAL_TRIMMED'> & {
      endedAt: bigint;
      grossUnits: bigint;
      refundUnits: bigint;
      retroLeftSeconds: number;
      evidenceRoot: Hash;
    })
  | (Numbered<'SETTLED'> & { toProviderUnits: bigint; feeUnits: bigint; claimedUnits: bigint })
  | (Numbered<'RENTAL_CLOSED'> & { reason: CloseReason; refundUnits: bigint });

/** What a log says about one owner's balance of one token. `freeUnits` and `seq` are the values after it. */
export interface AccountLog {
  kind: 'DEPOSITED' | 'WITHDRAWN' | 'CREDITED' | 'DEBITED';
  token: Address;
  owner: Address;
  amountUnits: bigint;
  freeUnits: bigint;
  seq: bigint;
  /** Which rental moved it. Of a relayer's fee: the digest of the Withdraw that promised it. */
  rentalId: Hash | undefined;
}

/** What a log says about the rules for new rentals, or about the fee bucket. */
export type ParamsLog =
  | { kind: 'TOKEN_LISTED'; token: Address }
  | { kind: 'TOKEN_DELISTED'; token: Address }
  | { kind: 'FEE_SET'; feeBps: number }
  | { kind: 'FEE_RECIPIENT_SET'; recipient: Address }
  | { kind: 'FEES_WITHDRAWN'; token: Address; to: Address; amountUnits: bigint }
  | { kind: 'ENTRY_PAUSED'; until: bigint }
  | { kind: 'ENTRY_UNPAUSED' }
  | { kind: 'METER_REVOKED'; meter: Address };

/** What a log says about offers, and orders that were taken back before they opened anything. */
export type OfferLog =
  | { kind: 'OFFER_CANCELLED'; offerHash: Hash; provider: Address }
  | { kind: 'ORDER_CANCELLED'; rentalId: Hash; renter: Address }
  | { kind: 'COUNTER_INCREMENTED'; owner: Address; counter: bigint };

/** What a log says about an owner's signatures, or about a key that may act for it. */
export type OwnerLog =
  | {
      kind: 'DELEGATE_SET';
      owner: Address;
      delegate: Address;
      token: Address;
      scopes: number;
      capUnits: bigint;
      expiry: bigint;
    }
  | {
      kind: 'DELEGATE_SPENT';
      owner: Address;
      delegate: Address;
      token: Address;
      /** What the delegate may still spend. */
      capUnits: bigint;
    }
  | { kind: 'NONCE_USED'; owner: Address; nonce: bigint };

/** The deposit of a rental that opened came straight from the renter's wallet, past its balance. */
export interface FundingLog {
  kind: 'RENTAL_FUNDED';
  rentalId: Hash;
  amountUnits: bigint;
}

/** One call of a batch came to nothing; the others went on. */
export interface BatchLog {
  kind: 'BATCH_ITEM_FAILED';
  index: bigint;
}

export type EscrowLog =
  RentalLog | AccountLog | ParamsLog | OfferLog | OwnerLog | FundingLog | BatchLog;

/** Where a log stands on the chain. */
export interface LogPosition {
  blockNumber: bigint;
  blockHash: Hash;
  logIndex: number;
  txHash: Hash;
  /** The block's time, in seconds. */
  timestamp: bigint;
}

/** A log with its place. */
export type Placed<Log extends EscrowLog = EscrowLog> = Log & { at: LogPosition };

const rentalLogKinds: Record<RentalLog['kind'], true> = {
  RENTAL_OPENED: true,
  RENTAL_STARTED: true,
  RENTAL_HALTED: true,
  RENTAL_RESUMED: true,
  RENTAL_PREEMPTED: true,
  RENTAL_REPRICED: true,
  NOTICE_GIVEN: true,
  RENTAL_EXTENDED: true,
  RENTAL_TOPPED_UP: true,
  RENTAL_STOPPED: true,
  RENTAL_TRIMMED: true,
  SETTLED: true,
  RENTAL_CLOSED: true,
};

/** Whether a log tells about a rental that was opened. */
export function isRentalLog<Log extends EscrowLog>(log: Log): log is Log & RentalLog {
  return log.kind in rentalLogKinds;
}

/** Whether a log tells about a balance. */
export function isAccountLog<Log extends EscrowLog>(log: Log): log is Log & AccountLog {
  return 'freeUnits' in log;
}
