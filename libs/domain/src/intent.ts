import type { Hash, Hex } from './ids.js';
import type { Order } from './rental/order.js';
import type { Amend, PauseOrResume, SignedDelegation, Stop } from './rental/signed.js';

/** Keys by purpose, so that one jam never delays another's work. */
export type SignerRole = 'METER' | 'KEEPER' | 'RELAYER';

/** The contract call that an intent wishes for. */
export type IntentCall =
  | { purpose: 'OPEN'; order: Order; orderSignature: Hex; offerSignature: Hex }
  | { purpose: 'START'; order: Order }
  | {
      /** An interruptible rental has to give way to a better order. */
      purpose: 'PREEMPT';
      order: Order;
      byNew: Order;
      byNewId: Hash;
      turn: number;
    }
  | {
      purpose: 'HALT';
      rentalId: Hash;
      order: Order;
      /** The last second that was served, in chain seconds. */
      since: number;
      evidenceRoot: Hash;
      turn: number;
    }
  | { purpose: 'RESUME'; rentalId: Hash; order: Order; turn: number }
  | { purpose: 'PAUSE'; order: Order; signed: PauseOrResume; signature: Hex }
  | { purpose: 'RESUME_BY_RENTER'; order: Order; signed: PauseOrResume; signature: Hex }
  | {
      purpose: 'AMEND';
      order: Order;
      amend: Amend;
      renterSignature: Hex;
      providerSignature: Hex;
    }
  | { purpose: 'SET_DELEGATE'; delegation: SignedDelegation; signature: Hex }
  | { purpose: 'STOP'; order: Order; stop: Stop | undefined; stopSignature: Hex | undefined }
  | { purpose: 'EXPIRE'; order: Order }
  | { purpose: 'SETTLE'; order: Order; claimedUnits: bigint }
  | { purpose: 'CLOSE'; order: Order }
  | {
      /** The meter binds itself to all that it said in an hour of the chain, before anybody disputes it. */
      purpose: 'PUBLISH_USAGE_ROOT';
      /** Hours since 1970. */
      hour: number;
      root: Hash;
      leafCount: number;
    };

export type IntentPurpose = IntentCall['purpose'];
/** A call about one rental. */
export type RentalCall = Exclude<IntentCall, { purpose: 'SET_DELEGATE' | 'PUBLISH_USAGE_ROOT' }>;
export type IntentState = 'QUEUED' | 'SENT' | 'CONFIRMED' | 'REFUSED';

/** A wish for one contract call. */
export interface Intent {
  key: string;
  chainId: number;
  signerRole: SignerRole;
  /** Undefined where it is about no rental: an owner's delegation, an hour's root. */
  rentalId: Hash | undefined;
  call: IntentCall;
  /** Not to be sent before this moment. Undefined: at once. */
  notBefore?: Date | undefined;
}

const roles: Record<IntentPurpose, SignerRole> = {
  OPEN: 'RELAYER',
  START: 'METER',
  PREEMPT: 'METER',
  HALT: 'METER',
  RESUME: 'METER',
  PAUSE: 'RELAYER',
  RESUME_BY_RENTER: 'RELAYER',
  AMEND: 'RELAYER',
  SET_DELEGATE: 'RELAYER',
  STOP: 'KEEPER',
  EXPIRE: 'KEEPER',
  SETTLE: 'KEEPER',
  CLOSE: 'KEEPER',
  PUBLISH_USAGE_ROOT: 'METER',
};

/** Whether a party of the rental has signed for the call, and waits to hear what became of it. */
export function isPartysWord(call: IntentCall): boolean {
  if (call.purpose === 'STOP') return call.stop !== undefined;
  return ['PAUSE', 'RESUME_BY_RENTER', 'AMEND'].includes(call.purpose);
}

/**
 * The intent for a call about a rental. Its key is what makes asking twice the same wish: one opening, start, expiry and
 * close per rental, one settlement per amount already claimed, one stop by the clock, one per word that a party signed, and
 * one halt, resumption or preemption per turn of the rental's clock (a halt for each second from which the machine may have
 * been down, a preemption for each order that may win).
 */
export function intentFor(chainId: number, rentalId: Hash, call: RentalCall): Intent {
  return {
    key: `${chainId}:${rentalId}:${keySuffix(call)}`,
    chainId,
    signerRole: roles[call.purpose],
    rentalId,
    call,
  };
}

/** The intent for an owner's signed delegation: one for each that it signs. */
export function delegationIntent(
  chainId: number,
  call: Extract<IntentCall, { purpose: 'SET_DELEGATE' }>,
): Intent {
  const { owner, delegate, token, scopes, cap, expiry, nonce, deadline } = call.delegation;
  const leave = `${delegate}-${token}-${scopes}-${cap}-until-${expiry}`;
  return {
    key: `${chainId}:${owner}:delegate-${nonce}-${leave}-by-${deadline}`,
    chainId,
    signerRole: roles[call.purpose],
    rentalId: undefined,
    call,
  };
}

/** The key of the intent for the root of an hour's evidence. */
export function usageRootKey(chainId: number, hour: number): string {
  return `${chainId}:usage-root-of-${hour}`;
}

/** The intent for the root of an hour's evidence: one for each hour. */
export function usageRootIntent(
  chainId: number,
  call: Extract<IntentCall, { purpose: 'PUBLISH_USAGE_ROOT' }>,
): Intent {
  return {
    key: usageRootKey(chainId, call.hour),
    chainId,
    signerRole: roles[call.purpose],
    rentalId: undefined,
    call,
  };
}

function keySuffix(call: RentalCall): string {
  switch (call.purpose) {
    case 'SETTLE':
      return `settle-from-${call.claimedUnits}`;
    case 'HALT':
      return `halt-at-${call.turn}-since-${call.since}`;
    case 'PREEMPT':
      return `preempt-at-${call.turn}-by-${call.byNewId}`;
    case 'RESUME':
      return `resume-at-${call.turn}`;
    case 'PAUSE':
      return `pause-at-${call.signed.turn}-by-${call.signed.deadline}`;
    case 'RESUME_BY_RENTER':
      return `resume-at-${call.signed.turn}-by-${call.signed.deadline}`;
    case 'AMEND':
      return amendSuffix(call.amend);
    case 'STOP':
      return call.stop === undefined ? 'stop-at-end' : `stop-by-${call.stop.deadline}`;
    default:
      return call.purpose.toLowerCase();
  }
}

function amendSuffix(amend: Amend): string {
  const { pricePerHour, storagePricePerHour, maxEnd, turn, deadline } = amend;
  return `amend-at-${turn}-to-${pricePerHour}-${storagePricePerHour}-${maxEnd}-by-${deadline}`;
}
