import type { Address, Hash } from '../ids.js';
import type { Order } from '../rental/order.js';

export const closeReasons = ['SETTLED', 'CANCELLED', 'DECLINED', 'EXPIRED'] as const;
export type CloseReason = (typeof closeReasons)[number];

/** What a log says about a rental. `seq` is the rental's number after it: strictly one more each time. */
export type RentalLog =
  | { kind: 'RENTAL_OPENED'; rentalId: Hash; seq: number; order: Order }
  | { kind: 'RENTAL_STARTED'; rentalId: Hash; seq: number; startedAt: bigint; endsAt: bigint }
  | {
      kind: 'RENTAL_STOPPED';
      rentalId: Hash;
      seq: number;
      endedAt: bigint;
      grossUnits: bigint;
      refundUnits: bigint;
    }
  | {
      kind: 'SETTLED';
      rentalId: Hash;
      seq: number;
      toProviderUnits: bigint;
      feeUnits: bigint;
      claimedUnits: bigint;
    }
  | {
      kind: 'RENTAL_CLOSED';
      rentalId: Hash;
      seq: number;
      reason: CloseReason;
      refundUnits: bigint;
    };

/** What a log says about one owner's balance of one token. `freeUnits` and `seq` are the values after it. */
export interface AccountLog {
  kind: 'DEPOSITED' | 'WITHDRAWN' | 'CREDITED' | 'DEBITED';
  token: Address;
  owner: Address;
  amountUnits: bigint;
  freeUnits: bigint;
  seq: bigint;
  rentalId: Hash | undefined;
}

/** What a log says about the rules for new rentals, or about the fee bucket. */
export type ParamsLog =
  | { kind: 'TOKEN_LISTED'; token: Address }
  | { kind: 'TOKEN_DELISTED'; token: Address }
  | { kind: 'FEE_SET'; feeBps: number }
  | { kind: 'FEE_RECIPIENT_SET'; recipient: Address }
  | { kind: 'FEES_WITHDRAWN'; token: Address; to: Address; amountUnits: bigint };

/** What a log says about a signer's offers. */
export type OfferLog =
  | { kind: 'OFFER_CANCELLED'; offerHash: Hash; provider: Address }
  | { kind: 'COUNTER_INCREMENTED'; owner: Address; counter: bigint };

export type EscrowLog = RentalLog | AccountLog | ParamsLog | OfferLog;

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
