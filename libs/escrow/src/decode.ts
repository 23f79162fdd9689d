import {
  closeReasons,
  rentalClasses,
  starters,
  type Address,
  type EscrowLog,
  type Hash,
  type Hex,
  type LogPosition,
  type Offer,
  type Order,
  type Placed,
} from '@gpuflow/domain';
import { decodeEventLog, type DecodeEventLogReturnType } from 'viem';
import { escrowParamsAbi, rentalEscrowAbi } from './generated/index.js';

/** A log as the node gave it, emitted by the escrow or by its parameters. */
export interface RawLog {
  topics: readonly Hex[];
  data: Hex;
  blockNumber: bigint;
  blockHash: Hash;
  logIndex: number;
  txHash: Hash;
}

const abi = [...rentalEscrowAbi, ...escrowParamsAbi] as const;
type EscrowEvent = DecodeEventLogReturnType<typeof abi>;
type Args<Name extends EscrowEvent['eventName']> = Extract<
  EscrowEvent,
  { eventName: Name }
>['args'];

/**
 * What a log of our contracts says, with its place. `timestamp` is its block's, in seconds. Undefined for the two
 * events of OpenZeppelin's base contracts, which say nothing about money or terms. Throws for any log that our
 * contracts cannot have emitted: an unknown topic, missing data, a number outside its enumeration.
 */
export function decodeLog(raw: RawLog, timestamp: bigint): Placed<EscrowLog> | undefined {
  const [signature, ...indexed] = raw.topics;
  if (signature === undefined) throw new Error('An anonymous log is not one of our contracts.');
  const event = decodeEventLog({ abi, data: raw.data, topics: [signature, ...indexed] });
  const log = escrowLog(event);
  return log && { ...log, at: positionOf(raw, timestamp) };
}

function positionOf(raw: RawLog, timestamp: bigint): LogPosition {
  const { blockNumber, blockHash, logIndex, txHash } = raw;
  return { blockNumber, blockHash, logIndex, txHash, timestamp };
}

function escrowLog(event: EscrowEvent): EscrowLog | undefined {
  switch (event.eventName) {
    case 'Deposited':
      return { kind: 'DEPOSITED', ...accountFields(event.args), rentalId: undefined };
    case 'Withdrawn':
      return { kind: 'WITHDRAWN', ...accountFields(event.args), rentalId: undefined };
    case 'Credited':
      return { kind: 'CREDITED', ...accountFields(event.args), rentalId: event.args.rentalId };
    case 'Debited':
      return { kind: 'DEBITED', ...accountFields(event.args), rentalId: event.args.rentalId };
    case 'RentalOpened':
      return {
        kind: 'RENTAL_OPENED',
        ...rentalFields(event.args),
        order: toOrder(event.args.order),
      };
    case 'RentalStarted':
      return startedLog(event.args);
    case 'RentalStopped':
      return stoppedLog(event.args);
    case 'Settled':
      return settledLog(event.args);
    case 'RentalClosed':
      return closedLog(event.args);
    case 'OfferCancelled':
      return {
        kind: 'OFFER_CANCELLED',
        offerHash: event.args.offerHash,
        provider: lower(event.args.provider),
      };
    case 'CounterIncremented':
      return {
        kind: 'COUNTER_INCREMENTED',
        owner: lower(event.args.owner),
        counter: event.args.counter,
      };
    case 'FeesWithdrawn':
      return {
        kind: 'FEES_WITHDRAWN',
        token: lower(event.args.token),
        to: lower(event.args.to),
        amountUnits: event.args.amount,
      };
    case 'TokenListed':
      return { kind: 'TOKEN_LISTED', token: lower(event.args.token) };
    case 'TokenDelisted':
      return { kind: 'TOKEN_DELISTED', token: lower(event.args.token) };
    case 'FeeSet':
      return { kind: 'FEE_SET', feeBps: event.args.feeBps };
    case 'FeeRecipientSet':
      return { kind: 'FEE_RECIPIENT_SET', recipient: lower(event.args.recipient) };
    case 'AuthorityUpdated':
    case 'EIP712DomainChanged':
      return undefined;
  }
}

function accountFields(args: Args<'Deposited' | 'Withdrawn' | 'Credited' | 'Debited'>) {
  return {
    token: lower(args.token),
    owner: lower(args.owner),
    amountUnits: args.amount,
    freeUnits: args.free,
    seq: args.seq,
  };
}

function rentalFields({ rentalId, seq }: { rentalId: Hash; seq: number }) {
  return { rentalId, seq };
}

function startedLog(args: Args<'RentalStarted'>): EscrowLog {
  return {
    kind: 'RENTAL_STARTED',
    ...rentalFields(args),
    startedAt: BigInt(args.startedAt),
    endsAt: BigInt(args.endsAt),
  };
}

function stoppedLog(args: Args<'RentalStopped'>): EscrowLog {
  return {
    kind: 'RENTAL_STOPPED',
    ...rentalFields(args),
    endedAt: BigInt(args.endedAt),
    grossUnits: args.gross,
    refundUnits: args.refund,
  };
}

function settledLog(args: Args<'Settled'>): EscrowLog {
  return {
    kind: 'SETTLED',
    ...rentalFields(args),
    toProviderUnits: args.toProvider,
    feeUnits: args.fee,
    claimedUnits: args.claimed,
  };
}

function closedLog(args: Args<'RentalClosed'>): EscrowLog {
  return {
    kind: 'RENTAL_CLOSED',
    ...rentalFields(args),
    reason: wordOf(closeReasons, args.reason),
    refundUnits: args.refund,
  };
}

function toOrder(order: Args<'RentalOpened'>['order']): Order {
  return {
    ...order,
    renter: lower(order.renter),
    offer: toOffer(order.offer),
    starter: wordOf(starters, order.starter),
  };
}

function toOffer(offer: Args<'RentalOpened'>['order']['offer']): Offer {
  return {
    ...offer,
    provider: lower(offer.provider),
    token: lower(offer.token),
    class: wordOf(rentalClasses, offer.class),
    meter: lower(offer.meter),
    arbiter: lower(offer.arbiter),
  };
}

function wordOf<Word extends string>(words: readonly Word[], index: number): Word {
  const word = words[index];
  if (word === undefined) throw new Error(`${index} is none of ${words.join(', ')}.`);
  return word;
}

/** viem gives addresses in their checksum's mixed case; ours are lower-case. */
function lower(address: Address): Address {
  return `0x${address.slice(2).toLowerCase()}`;
}
