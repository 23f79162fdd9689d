import {
  closeReasons,
  haltKinds,
  rentalClasses,
  starters,
  type AccountLog,
  type EscrowLog,
  type Hex,
  type Order,
} from '@gpuflow/domain';
import { escrowParamsAbi, rentalEscrowAbi } from '@gpuflow/escrow';
import { encodeAbiParameters, encodeEventTopics, type AbiEvent } from 'viem';

/** What a contract puts on the chain. */
export interface EncodedLog {
  topics: Hex[];
  data: Hex;
}

type Args = Record<string, unknown>;

const events = new Map<string, AbiEvent>();
for (const item of [...rentalEscrowAbi, ...escrowParamsAbi]) {
  if (item.type === 'event') events.set(item.name, item);
}

/** A log as the contracts emit it. Throws for the kinds that a market's history does not have. */
export function encodeLog(log: EscrowLog): EncodedLog {
  const { name, args } = eventOf(log);
  const event = events.get(name);
  if (event === undefined) throw new Error(`There is no event ${name}.`);
  const plain = event.inputs.filter(({ indexed }) => indexed !== true);
  const topics = encodeEventTopics({ abi: [event], eventName: name, args });
  return {
    topics: topics.map(oneTopic),
    data: encodeAbiParameters(
      plain,
      plain.map((input) => args[input.name ?? '']),
    ),
  };
}

function eventOf(log: EscrowLog): { name: string; args: Args } {
  switch (log.kind) {
    case 'DEPOSITED':
      return { name: 'Deposited', args: { ...moneyOf(log), from: log.owner } };
    case 'CREDITED':
      return { name: 'Credited', args: { ...moneyOf(log), ref: log.rentalId } };
    case 'DEBITED':
      return { name: 'Debited', args: { ...moneyOf(log), ref: log.rentalId } };
    case 'RENTAL_OPENED': {
      const { renter, offer } = log.order;
      const parties = { renter, provider: offer.provider };
      return { name: 'RentalOpened', args: { ...log, ...parties, order: structOf(log.order) } };
    }
    case 'RENTAL_STARTED':
      return { name: 'RentalStarted', args: { ...log, ...numbersOf(log, 'startedAt', 'endsAt') } };
    case 'RENTAL_HALTED': {
      const kind = haltKinds.indexOf(log.halt);
      const retroLeft = log.retroLeftSeconds;
      const args = { ...log, kind, retroLeft, haltedAt: Number(log.haltedAt) };
      return { name: 'RentalHalted', args };
    }
    case 'RENTAL_RESUMED':
      return { name: 'RentalResumed', args: { ...log, ...numbersOf(log, 'resumedAt') } };
    case 'RENTAL_PREEMPTED':
      return {
        name: 'RentalPreempted',
        args: { ...log, byPrice: log.byPriceUnits, ...numbersOf(log, 'haltsAt') },
      };
    case 'RENTAL_REPRICED': {
      const { pricePerHourUnits: pricePerHour, storagePricePerHourUnits } = log;
      const prices = { pricePerHour, storagePricePerHour: storagePricePerHourUnits };
      return {
        name: 'RentalRepriced',
        args: { ...log, ...prices, ...numbersOf(log, 'repricedAt') },
      };
    }
    case 'RENTAL_STOPPED': {
      const money = { gross: log.grossUnits, refund: log.refundUnits };
      return { name: 'RentalStopped', args: { ...log, ...money, ...numbersOf(log, 'endedAt') } };
    }
    case 'SETTLED': {
      const { toProviderUnits: toProvider, feeUnits: fee, claimedUnits: claimed } = log;
      return { name: 'Settled', args: { ...log, toProvider, fee, claimed } };
    }
    case 'RENTAL_CLOSED': {
      const reason = closeReasons.indexOf(log.reason);
      return { name: 'RentalClosed', args: { ...log, reason, refund: log.refundUnits } };
    }
    case 'TOKEN_LISTED':
      return { name: 'TokenListed', args: { token: log.token } };
    case 'FEE_SET':
      return { name: 'FeeSet', args: { feeBps: log.feeBps } };
    case 'FEE_RECIPIENT_SET':
      return { name: 'FeeRecipientSet', args: { recipient: log.recipient } };
    default:
      throw new Error(`The market's history has no ${log.kind}.`);
  }
}

function moneyOf(log: AccountLog) {
  const { token, owner, amountUnits: amount, freeUnits: free, seq } = log;
  return { token, owner, amount, free, seq };
}

/** viem takes what fits 48 bits as numbers. */
function numbersOf<Key extends string>(log: Record<Key, bigint>, ...keys: Key[]): Args {
  return Object.fromEntries(keys.map((key) => [key, Number(log[key])]));
}

function structOf(order: Order): Args {
  const { offer } = order;
  return {
    ...order,
    starter: starters.indexOf(order.starter),
    offer: { ...offer, class: rentalClasses.indexOf(offer.class) },
  };
}

function oneTopic(topic: Hex | Hex[] | null): Hex {
  if (typeof topic !== 'string') throw new Error('A topic is missing.');
  return topic;
}
