import {
  closeReasons,
  haltKinds,
  rentalClasses,
  starters,
  type Offer,
  type Order,
  type RentalLog,
} from '@gpuflow/domain';
import type { EventOf } from './events.js';
import { lower } from './lower.js';

type RentalEvent = EventOf<
  | 'RentalOpened'
  | 'RentalStarted'
  | 'RentalHalted'
  | 'RentalResumed'
  | 'RentalPreempted'
  | 'RentalRepriced'
  | 'NoticeGiven'
  | 'RentalExtended'
  | 'RentalToppedUp'
  | 'RentalStopped'
  | 'RentalTrimmed'
  | 'Settled'
  | 'RentalClosed'
>;

/** What an event says about a rental. Throws for a number outside its enumeration. */
export function rentalLog(event: RentalEvent): RentalLog {
  const { rentalId, seq } = event.args;
  const numbered = { rentalId, seq };
  switch (event.eventName) {
    case 'RentalOpened':
      return { kind: 'RENTAL_OPENED', ...numbered, order: toOrder(event.args.order) };
    case 'RentalStarted': {
      const { startedAt, endsAt } = event.args;
      const times = { startedAt: BigInt(startedAt), endsAt: BigInt(endsAt) };
      return { kind: 'RENTAL_STARTED', ...numbered, ...times };
    }
    case 'RentalHalted':
      return { kind: 'RENTAL_HALTED', ...numbered, ...haltFields(event) };
    case 'RentalResumed':
      return { kind: 'RENTAL_RESUMED', ...numbered, resumedAt: BigInt(event.args.resumedAt) };
    case 'RentalPreempted': {
      const { byNew, byPrice, haltsAt } = event.args;
      const facts = { byNew, byPriceUnits: byPrice, haltsAt: BigInt(haltsAt) };
      return { kind: 'RENTAL_PREEMPTED', ...numbered, ...facts };
    }
    case 'RentalRepriced':
      return { kind: 'RENTAL_REPRICED', ...numbered, ...priceFields(event) };
    case 'NoticeGiven':
      return { kind: 'NOTICE_GIVEN', ...numbered, endsAt: BigInt(event.args.endsAt) };
    case 'RentalExtended':
      return { kind: 'RENTAL_EXTENDED', ...numbered, endsAt: BigInt(event.args.endsAt) };
    case 'RentalToppedUp': {
      const { from, amount, funded } = event.args;
      const money = { from: lower(from), amountUnits: amount, fundedUnits: funded };
      return { kind: 'RENTAL_TOPPED_UP', ...numbered, ...money };
    }
    case 'RentalStopped':
      return { kind: 'RENTAL_STOPPED', ...numbered, ...endFields(event) };
    case 'RentalTrimmed': {
      const { retroLeft, evidenceRoot } = event.args;
      const proof = { retroLeftSeconds: retroLeft, evidenceRoot };
      return { kind: 'RENTAL_TRIMMED', ...numbered, ...endFields(event), ...proof };
    }
    case 'Settled': {
      const { toProvider, fee, claimed } = event.args;
      const money = { toProviderUnits: toProvider, feeUnits: fee, claimedUnits: claimed };
      return { kind: 'SETTLED', ...numbered, ...money };
    }
    case 'RentalClosed': {
      const { reason, refund } = event.args;
      const close = { reason: wordOf(closeReasons, reason), refundUnits: refund };
      return { kind: 'RENTAL_CLOSED', ...numbered, ...close };
    }
  }
}

function haltFields({ args }: EventOf<'RentalHalted'>) {
  return {
    halt: wordOf(haltKinds, args.kind),
    haltedAt: BigInt(args.haltedAt),
    retroLeftSeconds: args.retroLeft,
    evidenceRoot: args.evidenceRoot,
  };
}

function priceFields({ args }: EventOf<'RentalRepriced'>) {
  return {
    pricePerHourUnits: args.pricePerHour,
    storagePricePerHourUnits: args.storagePricePerHour,
    repricedAt: BigInt(args.repricedAt),
  };
}

function endFields({ args }: EventOf<'RentalStopped' | 'RentalTrimmed'>) {
  return { endedAt: BigInt(args.endedAt), grossUnits: args.gross, refundUnits: args.refund };
}

function toOrder(order: EventOf<'RentalOpened'>['args']['order']): Order {
  return {
    ...order,
    renter: lower(order.renter),
    offer: toOffer(order.offer),
    starter: wordOf(starters, order.starter),
  };
}

function toOffer(offer: EventOf<'RentalOpened'>['args']['order']['offer']): Offer {
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
