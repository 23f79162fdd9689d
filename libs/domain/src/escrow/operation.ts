import type { Address } from '../ids.js';
import type { Offer } from '../listing/offer.js';
import type { Order } from '../rental/order.js';
import type {
  Amend,
  MeterReport,
  PauseOrResume,
  SignedDelegation,
  SignedStatement,
  Stop,
  Withdraw,
} from '../rental/signed.js';

/** What carries nothing but the order. */
export type PlainKind =
  'CANCEL' | 'DECLINE' | 'EXPIRE' | 'START' | 'HALT' | 'GIVE_NOTICE' | 'STOP' | 'SETTLE' | 'CLOSE';

/** One call of the escrow, with what stands for a signature: its bytes, or who made it. */
export type EscrowCall<Signature> =
  | { [Kind in PlainKind]: { kind: Kind; order: Order } }[PlainKind]
  | { kind: 'DEPOSIT'; token: Address; owner: Address; amountUnits: bigint }
  | { kind: 'WITHDRAW'; token: Address; to: Address; amountUnits: bigint }
  | {
      kind: 'WITHDRAW_BY_SIG';
      withdraw: Withdraw;
      relayFeeUnits: bigint;
      signature: Signature;
    }
  | { kind: 'OPEN'; order: Order; offerSignature: Signature }
  | { kind: 'OPEN_BY_SIG'; order: Order; orderSignature: Signature; offerSignature: Signature }
  | {
      kind: 'OPEN_WITH_AUTHORIZATION';
      order: Order;
      /** The renter's ERC-3009 signature of its token, which names the order. Nobody opens so without one. */
      authorization: Signature;
      offerSignature: Signature;
    }
  | { kind: 'CANCEL_OFFER'; offer: Offer }
  | { kind: 'INCREMENT_COUNTER' }
  | { kind: 'REPORT'; order: Order; report: MeterReport; signature: Signature }
  | { kind: 'PAUSE'; order: Order; signed: PauseOrResume; signature: Signature }
  | { kind: 'RESUME'; order: Order; signed: PauseOrResume; signature: Signature }
  | { kind: 'STOP_BY_SIG'; order: Order; stop: Stop; signature: Signature }
  | { kind: 'PREEMPT'; order: Order; byNew: Order }
  | { kind: 'REPRICE'; order: Order; pricePerHourUnits: bigint }
  | { kind: 'EXTEND'; order: Order; maxEnd: number }
  | {
      kind: 'AMEND';
      order: Order;
      amend: Amend;
      renterSignature: Signature;
      providerSignature: Signature;
    }
  | { kind: 'TOP_UP'; order: Order; from: Address; amountUnits: bigint }
  | {
      kind: 'STATEMENT';
      order: Order;
      statement: SignedStatement;
      renterSignature: Signature;
      providerSignature: Signature;
    }
  | { kind: 'SETTLE_MANY'; orders: readonly Order[] }
  | { kind: 'CLOSE_MANY'; orders: readonly Order[] }
  | { kind: 'WITHDRAW_FEES'; token: Address }
  | { kind: 'SET_DELEGATE'; delegation: SignedDelegation; signature: Signature }
  | { kind: 'BATCH'; operations: readonly EscrowCall<Signature>[] };

/** Whose signature came along. Undefined: none, so that only the caller itself has spoken. */
export type Signer = Address | undefined;

/** A call as the model takes it: it believes who signed. */
export type Operation = EscrowCall<Signer>;
export type OperationKind = Operation['kind'];
export type OperationOf<Kind extends OperationKind> = Extract<Operation, { kind: Kind }>;
