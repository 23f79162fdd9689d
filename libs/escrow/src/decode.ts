import type {
  EscrowLog,
  Hash,
  Hex,
  LogPosition,
  OfferLog,
  OwnerLog,
  ParamsLog,
  Placed,
} from '@gpuflow/domain';
import { decodeEvent } from './decode-event.js';
import { rentalLog } from './decode-rental.js';
import type { EscrowEvent, EventOf } from './events.js';
import { lower } from './lower.js';

/** A log as the node gave it, emitted by the escrow or by its parameters. */
export interface RawLog {
  topics: readonly Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hash;
  logIndex: number;
  txHash: Hash;
}

/**
 * What a log of our contracts says, with its place. `timestamp` is its block's, in seconds. Undefined for the two
 * events of OpenZeppelin's base contracts, which say nothing about money or terms. Throws for any log that our
 * contracts cannot have emitted: an unknown topic, missing data, a number outside its enumeration.
 */
export function decodeLog(raw: RawLog, timestamp: bigint): Placed<EscrowLog> | undefined {
  const log = decodeUnplacedLog(raw);
  return log && { ...log, at: positionOf(raw, timestamp) };
}

/** The same without its place. */
export function decodeUnplacedLog({
  topics,
  data,
}: Pick<RawLog, 'topics' | 'data'>): EscrowLog | undefined {
  return escrowLog(decodeEvent(topics, data));
}

function positionOf(raw: RawLog, timestamp: bigint): LogPosition {
  const { blockNumber, blockHash, logIndex, txHash } = raw;
  return { blockNumber, blockHash, logIndex, txHash, timestamp };
}

function escrowLog(event: EscrowEvent): EscrowLog | undefined {
  switch (event.eventName) {
    case 'Deposited':
      return { kind: 'DEPOSITED', ...accountFields(event), rentalId: undefined };
    case 'Withdrawn':
      return { kind: 'WITHDRAWN', ...accountFields(event), rentalId: undefined };
    case 'Credited':
      return { kind: 'CREDITED', ...accountFields(event), rentalId: event.args.ref };
    case 'Debited':
      return { kind: 'DEBITED', ...accountFields(event), rentalId: event.args.ref };
    case 'RentalOpened':
    case 'RentalStarted':
    case 'RentalHalted':
    case 'RentalResumed':
    case 'RentalPreempted':
    case 'RentalRepriced':
    case 'NoticeGiven':
    case 'RentalExtended':
    case 'RentalToppedUp':
    case 'RentalStopped':
    case 'RentalTrimmed':
    case 'Settled':
    case 'RentalClosed':
      return rentalLog(event);
    case 'OfferCancelled':
    case 'OrderCancelled':
    case 'CounterIncremented':
      return offerLog(event);
    case 'DelegateSet':
    case 'DelegateSpent':
    case 'NonceUsed':
      return ownerLog(event);
    case 'FeesWithdrawn':
    case 'TokenListed':
    case 'TokenDelisted':
    case 'FeeSet':
    case 'FeeRecipientSet':
    case 'EntryPaused':
    case 'EntryUnpaused':
    case 'MeterRevoked':
      return paramsLog(event);
    case 'RentalFunded': {
      const { rentalId, amount } = event.args;
      return { kind: 'RENTAL_FUNDED', rentalId, amountUnits: amount };
    }
    case 'BatchItemFailed':
      return { kind: 'BATCH_ITEM_FAILED', index: event.args.index };
    case 'AuthorityUpdated':
    case 'EIP712DomainChanged':
      return undefined;
  }
}

function offerLog(
  event: EventOf<'OfferCancelled' | 'OrderCancelled' | 'CounterIncremented'>,
): OfferLog {
  switch (event.eventName) {
    case 'OfferCancelled': {
      const { offerHash, provider } = event.args;
      return { kind: 'OFFER_CANCELLED', offerHash, provider: lower(provider) };
    }
    case 'OrderCancelled': {
      const { rentalId, renter } = event.args;
      return { kind: 'ORDER_CANCELLED', rentalId, renter: lower(renter) };
    }
    case 'CounterIncremented': {
      const { owner, counter } = event.args;
      return { kind: 'COUNTER_INCREMENTED', owner: lower(owner), counter };
    }
  }
}

function ownerLog(event: EventOf<'DelegateSet' | 'DelegateSpent' | 'NonceUsed'>): OwnerLog {
  const owner = lower(event.args.owner);
  switch (event.eventName) {
    case 'DelegateSet': {
      const { delegate, token, scopes, cap, expiry } = event.args;
      const key = { owner, delegate: lower(delegate), token: lower(token) };
      return { kind: 'DELEGATE_SET', ...key, scopes, capUnits: cap, expiry: BigInt(expiry) };
    }
    case 'DelegateSpent': {
      const { delegate, token, cap } = event.args;
      const key = { owner, delegate: lower(delegate), token: lower(token) };
      return { kind: 'DELEGATE_SPENT', ...key, capUnits: cap };
    }
    case 'NonceUsed':
      return { kind: 'NONCE_USED', owner, nonce: event.args.nonce };
  }
}

type ParamsEvent = EventOf<
  | 'FeesWithdrawn'
  | 'TokenListed'
  | 'TokenDelisted'
  | 'FeeSet'
  | 'FeeRecipientSet'
  | 'EntryPaused'
  | 'EntryUnpaused'
  | 'MeterRevoked'
>;

function paramsLog(event: ParamsEvent): ParamsLog {
  switch (event.eventName) {
    case 'FeesWithdrawn': {
      const { token, to, amount } = event.args;
      return {
        kind: 'FEES_WITHDRAWN',
        token: lower(token),
        to: lower(to),
        amountUnits: amount,
      };
    }
    case 'TokenListed':
      return { kind: 'TOKEN_LISTED', token: lower(event.args.token) };
    case 'TokenDelisted':
      return { kind: 'TOKEN_DELISTED', token: lower(event.args.token) };
    case 'FeeSet':
      return { kind: 'FEE_SET', feeBps: event.args.feeBps };
    case 'FeeRecipientSet':
      return { kind: 'FEE_RECIPIENT_SET', recipient: lower(event.args.recipient) };
    case 'EntryPaused':
      return { kind: 'ENTRY_PAUSED', until: event.args.until };
    case 'EntryUnpaused':
      return { kind: 'ENTRY_UNPAUSED' };
    case 'MeterRevoked':
      return { kind: 'METER_REVOKED', meter: lower(event.args.meter) };
  }
}

function accountFields({ args }: EventOf<'Deposited' | 'Withdrawn' | 'Credited' | 'Debited'>) {
  return {
    token: lower(args.token),
    owner: lower(args.owner),
    amountUnits: args.amount,
    freeUnits: args.free,
    seq: args.seq,
  };
}
