import type { Hash, Hex } from './ids.js';
import type { Order } from './rental/order.js';
import type { Stop } from './rental/signed.js';

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
  | { purpose: 'STOP'; order: Order; stop: Stop | undefined; stopSignature: Hex | undefined }
  | { purpose: 'EXPIRE'; order: Order }
  | { purpose: 'SETTLE'; order: Order; claimedUnits: bigint }
  | { purpose: 'CLOSE'; order: Order };

export type IntentPurpose = IntentCall['purpose'];
export type IntentState = 'QUEUED' | 'SENT' | 'CONFIRMED' | 'REFUSED';

/** A wish for one contract call. */
export interface Intent {
  key: string;
  chainId: number;
  signerRole: SignerRole;
  rentalId: Hash;
  call: IntentCall;
}

const roles: Record<IntentPurpose, SignerRole> = {
  OPEN: 'RELAYER',
  START: 'METER',
  PREEMPT: 'METER',
  HALT: 'METER',
  RESUME: 'METER',
  STOP: 'KEEPER',
  EXPIRE: 'KEEPER',
  SETTLE: 'KEEPER',
  CLOSE: 'KEEPER',
};

/**
 * The intent for a call. Its key is what makes asking twice the same wish: one opening, start, expiry and close per
 * rental, one settlement per amount already claimed, one stop by the clock, one per Stop that the renter signed, and one
 * halt, resumption or preemption per turn of the rental's clock (a halt for each second from which the machine may have been
 * down, a preemption for each order that may win).
 */
export function intentFor(chainId: number, rentalId: Hash, call: IntentCall): Intent {
  return {
    key: `${chainId}:${rentalId}:${keySuffix(call)}`,
    chainId,
    signerRole: roles[call.purpose],
    rentalId,
    call,
  };
}

function keySuffix(call: IntentCall): string {
  switch (call.purpose) {
    case 'SETTLE':
      return `settle-from-${call.claimedUnits}`;
    case 'HALT':
      return `halt-at-${call.turn}-since-${call.since}`;
    case 'PREEMPT':
      return `preempt-at-${call.turn}-by-${call.byNewId}`;
    case 'RESUME':
      return `resume-at-${call.turn}`;
    case 'STOP':
      return call.stop === undefined ? 'stop-at-end' : `stop-by-${call.stop.deadline}`;
    default:
      return call.purpose.toLowerCase();
  }
}
