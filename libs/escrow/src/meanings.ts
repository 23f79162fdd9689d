import {
  rentalSecondsMax,
  type Hash,
  type Hex,
  type IntentCall,
  type IntentPurpose,
  type Order,
  type RefusalCode,
  type RefusalFacts,
} from '@gpuflow/domain';
import { hexToString, type DecodeErrorResultReturnType } from 'viem';
import { contractStateOf, precedes, type ContractState } from './contract-state.js';
import {
  demoDollarAbi,
  escrowParamsAbi,
  rentalEscrowAbi,
  usageRootsAbi,
} from './generated/index.js';

/** Everything of ours that can say no. */
export const errorsAbi = [
  ...rentalEscrowAbi,
  ...escrowParamsAbi,
  ...usageRootsAbi,
  ...demoDollarAbi,
] as const;

type ErrorArgs = {
  [E in DecodeErrorResultReturnType<typeof errorsAbi> as E['errorName']]: E['args'];
};
export type ContractErrorName = keyof ErrorArgs;
/** A custom error of our contracts, decoded. */
export type ContractError<Name extends ContractErrorName = ContractErrorName> = {
  [N in Name]: { errorName: N; args: ErrorArgs[N] };
}[Name];

/**
 * What an error means for the call that met it. DONE: what was wished for is so already. WAIT: the same call will
 * succeed from chain second `from` on. CHECK: it says nothing about the wish; look at the chain again before repeating.
 * REFUSE: it will never succeed.
 */
export type Meaning =
  | { outcome: 'DONE' }
  | { outcome: 'WAIT'; from: bigint }
  | { outcome: 'CHECK'; reason: string }
  | {
      [Code in RefusalCode]: { outcome: 'REFUSE'; code: Code; facts: RefusalFacts[Code] };
    }[RefusalCode];

/** The meaning of a contract's error for a call; `call` is undefined for what a wallet sends by itself. */
export function meaningOf<Name extends ContractErrorName>(
  error: ContractError<Name>,
  call: IntentCall | undefined,
): Meaning {
  return meanings[error.errorName](error.args, call);
}

const meanings: {
  [Name in ContractErrorName]: (args: ErrorArgs[Name], call: IntentCall | undefined) => Meaning;
} = {
  // The rental and its time
  BadState: ([id, have, want], call) =>
    meaningOfState(contractStateOf(have), contractStateOf(want), purposeFor(id, call)),
  TooEarly: ([from]) => ({ outcome: 'WAIT', from }),
  WindowOpen: ([until]) => ({ outcome: 'WAIT', from: until }),
  Expired: ([deadline, time], call) => meaningOfExpired(deadline, time, call),
  WrongRental: ([have, want]) => refuse('BAD_STATE', { have, want }),
  Lapsed: ([endedAt], call) => meaningOfLapsed(endedAt, call?.purpose),
  WrongTurn: ([have, turn]) => meaningOfTurn(Number(have), Number(turn)),
  PausedByRenter: () => refuse('BAD_STATE', { have: 'PAUSED', want: 'DOWN' }),

  // Who and by which word
  BadSignature: ([signer]) => refuse('BAD_SIGNATURE', { signer }),
  NotInScope: ([delegate, scope]) => refuse('NOT_IN_SCOPE', { delegate, scope }),
  OverCap: ([have, want]) => refuse('OVER_CAP', { have, want }),
  InvalidAccountNonce: ([signer]) => refuse('BAD_SIGNATURE', { signer }),
  MeterIsRevoked: ([meter]) => refuse('METER_REVOKED', { meter }),
  NotParty: ([caller, want]) => refuse('NOT_OWNER', { actor: caller, kind: 'party', id: want }),
  RenterIsProvider: (_, call) =>
    refuse('RENTER_IS_PROVIDER', { address: orderOf(call)?.renter ?? 'unknown' }),

  // The offer
  SliceHeld: ([holder], call) => meaningOfHolder(holder, call?.purpose),
  WrongSlice: () => refuse('ASSET_MISMATCH', { have: 'another slice', want: 'the same slice' }),
  OfferIsCancelled: ([offerHash]) => refuse('OFFER_CANCELLED', { offerHash }),
  OfferUsedUp: ([offerHash]) => refuse('OFFER_CANCELLED', { offerHash }),
  WrongCounter: ([counter, counterInForce]) =>
    refuse('OFFER_CANCELLED', { counter, counterInForce }),
  TermNotSupported: ([term]) => refuse('TERM_NOT_SUPPORTED', { term: textOf(term) }),
  OutOfBounds: ([term, have, bound], call) => meaningOfBound(textOf(term), have, bound, call),
  FeeMismatch: ([have, want]) => refuse('FEE_MISMATCH', { have: Number(have), want: Number(want) }),

  // Money
  InsufficientFree: ([have, want]) => refuse('INSUFFICIENT_BALANCE', { have, want }),
  ERC20InsufficientBalance: ([, have, want]) => refuse('INSUFFICIENT_BALANCE', { have, want }),
  ERC20InsufficientAllowance: ([, have, want]) => refuse('INSUFFICIENT_BALANCE', { have, want }),
  EntryIsPaused: ([until]) => refuse('ENTRY_PAUSED', { until }),
  TokenNotListed: ([token]) => refuse('TOKEN_NOT_LISTED', { token }),
  InexactTransfer: () => refuse('TERM_NOT_SUPPORTED', { term: 'token' }),
  SafeERC20FailedOperation: () => refuse('TERM_NOT_SUPPORTED', { term: 'token' }),
  ReentrancyGuardReentrantCall: () => refuse('TERM_NOT_SUPPORTED', { term: 'token' }),
  ZeroAmount: (_, call) => meaningOfZero(call?.purpose),
  ZeroAddress: ([what]) => refuseZeroAddress(textOf(what)),
  ERC20InvalidApprover: () => refuseZeroAddress('approver'),
  ERC20InvalidReceiver: () => refuseZeroAddress('receiver'),
  ERC20InvalidSender: () => refuseZeroAddress('sender'),
  ERC20InvalidSpender: () => refuseZeroAddress('spender'),

  // The hour's evidence
  HourIsPublished: ([, root], call) => meaningOfPublished(root, call),
  NoLeaves: () => refuse('MALFORMED_INPUT', { field: 'root', reason: 'of no leaves' }),

  // Of functions that this software never calls: governance, deployment, tokens moved by signature
  AccessManagedInvalidAuthority: () => unasked('AccessManagedInvalidAuthority'),
  AccessManagedRequiredDelay: () => unasked('AccessManagedRequiredDelay'),
  AccessManagedUnauthorized: () => unasked('AccessManagedUnauthorized'),
  InvalidShortString: () => unasked('InvalidShortString'),
  StringTooLong: () => unasked('StringTooLong'),
  SafeCastOverflowedUintDowncast: () => unasked('SafeCastOverflowedUintDowncast'),
  ECDSAInvalidSignature: () => unasked('ECDSAInvalidSignature'),
  ECDSAInvalidSignatureLength: () => unasked('ECDSAInvalidSignatureLength'),
  ECDSAInvalidSignatureS: () => unasked('ECDSAInvalidSignatureS'),
  ERC2612ExpiredSignature: () => unasked('ERC2612ExpiredSignature'),
  ERC2612InvalidSigner: () => unasked('ERC2612InvalidSigner'),
  ERC3009InvalidAuthorizationTime: () => unasked('ERC3009InvalidAuthorizationTime'),
  ERC3009InvalidSignature: () => unasked('ERC3009InvalidSignature'),
  ERC3009UsedAuthorization: () => unasked('ERC3009UsedAuthorization'),
};

/** States in which a call's wish has come true, whoever made it so. */
const fulfilled: Record<IntentPurpose, readonly ContractState[]> = {
  OPEN: ['RESERVED', 'RUNNING', 'HALTED', 'ENDED', 'CLOSED'],
  START: ['RUNNING', 'HALTED', 'ENDED'],
  PREEMPT: ['HALTED', 'ENDED', 'CLOSED'],
  HALT: [],
  RESUME: ['RUNNING'],
  PAUSE: [],
  RESUME_BY_RENTER: [],
  AMEND: [],
  SET_DELEGATE: [],
  STOP: ['ENDED', 'CLOSED'],
  EXPIRE: ['CLOSED'],
  SETTLE: [],
  CLOSE: ['CLOSED'],
  PUBLISH_USAGE_ROOT: [],
};

function meaningOfState(
  have: ContractState,
  want: ContractState,
  purpose: IntentPurpose | undefined,
): Meaning {
  if (purpose !== undefined && fulfilled[purpose].includes(have)) return { outcome: 'DONE' };
  // What brought it there was mined on a branch that is gone, or has not reached this node.
  if (precedes(have, want))
    return { outcome: 'CHECK', reason: `the rental is ${have} here, not yet ${want}` };
  return refuse('BAD_STATE', { have, want });
}

/** What a call wants of a rental. Of the order that a preemption favours it wants nothing. */
function purposeFor(rentalId: Hash, call: IntentCall | undefined): IntentPurpose | undefined {
  return call?.purpose === 'PREEMPT' && call.byNewId === rentalId ? undefined : call?.purpose;
}

/** What may not begin, or go on, while another rental holds its slice may do so later. An opening is for now. */
function meaningOfHolder(holder: Hash, purpose: IntentPurpose | undefined): Meaning {
  if (purpose === 'START' || purpose === 'RESUME' || purpose === 'RESUME_BY_RENTER')
    return { outcome: 'CHECK', reason: `rental ${holder} holds the slice` };
  return refuse('LISTING_TAKEN', { holder });
}

/** A word for a later turn than this node's: what turned the clock is on a branch that is gone, or has not come here. */
function meaningOfTurn(have: number, turn: number): Meaning {
  if (have > turn)
    return { outcome: 'CHECK', reason: `the clock is at turn ${turn} here, not yet ${have}` };
  return refuse('TURN_PASSED', { have, turn });
}

/** A halt waits until the end is recorded: then it takes the rental's last seconds off. A preemption has nothing to do then. */
function meaningOfLapsed(endedAt: bigint, purpose: IntentPurpose | undefined): Meaning {
  if (purpose === 'HALT' || purpose === 'PREEMPT')
    return { outcome: 'CHECK', reason: `the rental lapsed at ${endedAt}, its end is not recorded` };
  return refuse('RENTAL_LAPSED', { endedAt });
}

/** A halt that takes nothing off any more: the clock stands, as was wished. */
function meaningOfZero(purpose: IntentPurpose | undefined): Meaning {
  if (purpose === 'HALT') return { outcome: 'DONE' };
  return refuse('MALFORMED_INPUT', { field: 'amount', reason: 'zero' });
}

/** An hour has one root for good: this one, or another that takes its place for ever. */
function meaningOfPublished(root: Hash, call: IntentCall | undefined): Meaning {
  const want = call?.purpose === 'PUBLISH_USAGE_ROOT' ? call.root : 'no root';
  return want === root ? { outcome: 'DONE' } : refuse('BAD_STATE', { have: root, want });
}

/** An opening has three deadlines; only the number tells which one has passed. */
function meaningOfExpired(deadline: bigint, time: bigint, call: IntentCall | undefined): Meaning {
  const facts = { validUntil: Number(deadline), now: Number(time) };
  if (call?.purpose === 'OPEN') {
    if (deadline === BigInt(call.order.validUntil)) return refuse('QUOTE_EXPIRED', facts);
    if (deadline === BigInt(call.order.offer.validUntil)) return refuse('OFFER_EXPIRED', facts);
  }
  return refuse('OUTSIDE_TIME', { now: time, bound: deadline });
}

/** What lies too far ahead of the block's time comes within bounds as that time passes. */
function meaningOfBound(
  term: string,
  have: bigint,
  bound: bigint,
  call: IntentCall | undefined,
): Meaning {
  const order = orderOf(call);
  const ahead = order && furthestAhead(term, order, bound);
  if (ahead !== undefined && have > bound) return { outcome: 'WAIT', from: have - BigInt(ahead) };
  switch (term) {
    case 'deposit':
      return refuse('DEPOSIT_TOO_SMALL', { have, want: bound });
    case 'pricePerHour':
      return refuse('PRICE_BELOW_OFFER', { have, want: bound });
    case 'feeBps':
      return refuse('FEE_MISMATCH', { have: Number(have), want: Number(bound) });
    default:
      return refuse('TERMS_OUT_OF_BOUNDS', { term, have, bound });
  }
}

/** The order that a call is about. A delegation is about none. */
function orderOf(call: IntentCall | undefined): Order | undefined {
  return call !== undefined && 'order' in call ? call.order : undefined;
}

/** How many seconds ahead of the block's time a term may lie, where that is its bound. */
function furthestAhead(term: string, { offer }: Order, bound: bigint): number | undefined {
  if (term === 'startDeadline') return offer.startWithin;
  if (term === 'maxEnd' && bound !== BigInt(offer.availableUntil)) return rentalSecondsMax;
  return undefined;
}

function refuse<Code extends RefusalCode>(code: Code, facts: RefusalFacts[Code]) {
  return { outcome: 'REFUSE', code, facts } as const;
}

function refuseZeroAddress(field: string): Meaning {
  return refuse('MALFORMED_INPUT', { field, reason: 'the zero address' });
}

function unasked(errorName: ContractErrorName): Meaning {
  return { outcome: 'CHECK', reason: `${errorName}, which no call of ours can meet` };
}

/** A term's name, left-aligned ASCII in 32 bytes. */
function textOf(term: Hex): string {
  return hexToString(term, { size: 32 });
}
