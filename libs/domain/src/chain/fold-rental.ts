import type { Address, Hash } from '../ids.js';
import { closed, cut, stoppedClock, turned } from '../money/clock.js';
import type { Metered, Rate, Segment } from '../money/clock.js';
import { least } from '../money/least.js';
import type { Order } from '../rental/order.js';
import type { CloseReason, HaltKind, LogPosition, Placed, RentalLog } from './escrow-log.js';

export type ChainRentalState = 'RESERVED' | 'RUNNING' | 'HALTED' | 'ENDED' | 'CLOSED';

/** A rental as its logs tell it: every value that the contract stores, and what was paid to whom. */
export interface EscrowRental extends Metered {
  rentalId: Hash;
  seq: number;
  state: ChainRentalState;
  order: Order;
  /** The prices in force: the order's, until both sides or the renter's bid changed them. */
  pricePerHourUnits: bigint;
  storagePricePerHourUnits: bigint;
  repriced: boolean;
  /** What came in after the opening. */
  toppedUpUnits: bigint;
  claimedUnits: bigint;
  toProviderUnits: bigint;
  feeUnits: bigint;
  refundedUnits: bigint;
  startedAt: bigint | undefined;
  /** How often its clock has changed. What is signed about the clock names the number it was signed at. */
  turn: number;
  /** How many seconds the meter may still take back. */
  retroLeftSeconds: number;
  /** Why it is halted, or was when it ended. */
  halt: HaltKind | undefined;
  /** The renter paused: nobody else resumes, even where the machine went down meanwhile. */
  pausedByRenter: boolean;
  /** The provider gave notice: the end is not put off any more. */
  noticed: boolean;
  closeReason: CloseReason | undefined;
  /** The order for which it last had to give way, and its price then. Undefined once it runs again. */
  outbid: { byNew: Hash; byPriceUnits: bigint } | undefined;
}

/** Where a log stands among all logs of its chain, and its block's time in seconds. */
export type LogPlace = Pick<LogPosition, 'blockNumber' | 'logIndex' | 'timestamp'>;

/** The same with its first log's place, and the last one's. */
export interface ChainRental extends EscrowRental {
  opened: LogPosition;
  /** The log that set the price in force: the opening, or the last change of the price. */
  priced: LogPlace;
  lastKind: RentalLog['kind'];
  last: LogPosition;
}

/** A log that does not follow the one before it: some log is missing, and nothing built on it may be served. */
export class SequenceGap extends Error {
  override readonly name = 'SequenceGap';

  constructor(
    readonly foldKey: string,
    readonly have: bigint,
    readonly want: bigint,
  ) {
    super(`${foldKey}: log ${have} came where ${want} was due`);
  }
}

/** The rental after one more log. Throws {@link SequenceGap} where a log is missing. */
export function foldRental(rental: ChainRental | undefined, log: Placed<RentalLog>): ChainRental {
  const { at, kind } = log;
  const next = nextRental(rental, log);
  const prices = rental === undefined || kind === 'RENTAL_REPRICED';
  const { blockNumber, logIndex, timestamp } = at;
  const priced = prices ? { blockNumber, logIndex, timestamp } : rental.priced;
  return { ...next, opened: rental?.opened ?? at, priced, lastKind: kind, last: at };
}

/** The same without places. */
export function nextRental(rental: EscrowRental | undefined, log: RentalLog): EscrowRental {
  const due = (rental?.seq ?? 0) + 1;
  if (log.seq !== due) throw new SequenceGap(log.rentalId, BigInt(log.seq), BigInt(due));
  if (log.kind === 'RENTAL_OPENED') return opened(log);
  if (rental === undefined) throw new SequenceGap(log.rentalId, BigInt(log.seq), 0n);
  return { ...rental, ...change(rental, log), seq: log.seq };
}

type LogOf<Kind extends RentalLog['kind']> = Extract<RentalLog, { kind: Kind }>;

function opened({ rentalId, seq, order }: LogOf<'RENTAL_OPENED'>): EscrowRental {
  return {
    rentalId,
    seq,
    state: 'RESERVED',
    order,
    pricePerHourUnits: order.pricePerHour,
    storagePricePerHourUnits: order.offer.storagePricePerHour,
    repriced: false,
    clock: stoppedClock,
    fundedUnits: order.deposit,
    toppedUpUnits: 0n,
    claimedUnits: 0n,
    toProviderUnits: 0n,
    feeUnits: 0n,
    refundedUnits: 0n,
    startedAt: undefined,
    endsAt: BigInt(order.maxEnd),
    endedAt: undefined,
    turn: 0,
    retroLeftSeconds: order.offer.retroBudget,
    halt: undefined,
    pausedByRenter: false,
    noticed: false,
    closeReason: undefined,
    outbid: undefined,
  };
}

function change(
  rental: EscrowRental,
  log: Exclude<RentalLog, { kind: 'RENTAL_OPENED' }>,
): Partial<EscrowRental> {
  switch (log.kind) {
    case 'RENTAL_STARTED':
      return started(rental, log);
    case 'RENTAL_HALTED':
      return halted(rental, log);
    case 'RENTAL_PREEMPTED':
      return preempted(rental, log);
    case 'RENTAL_RESUMED':
      return resumed(rental, log);
    case 'RENTAL_REPRICED':
      return repriced(rental, log);
    case 'NOTICE_GIVEN':
      return { endsAt: log.endsAt, noticed: true };
    case 'RENTAL_EXTENDED':
      // After a notice only both sides together put the end off, and that takes the notice back.
      return { endsAt: log.endsAt, noticed: false };
    case 'RENTAL_TOPPED_UP':
      return {
        fundedUnits: log.fundedUnits,
        toppedUpUnits: rental.toppedUpUnits + log.amountUnits,
      };
    case 'RENTAL_STOPPED':
      return { ...ended(rental, log), state: 'ENDED' };
    case 'RENTAL_TRIMMED':
      return trimmed(rental, log);
    case 'SETTLED':
      return settled(rental, log);
    case 'RENTAL_CLOSED':
      return {
        state: 'CLOSED',
        closeReason: log.reason,
        fundedUnits: rental.fundedUnits - log.refundUnits,
        refundedUnits: rental.refundedUnits + log.refundUnits,
      };
  }
}

function started(rental: EscrowRental, log: LogOf<'RENTAL_STARTED'>): Partial<EscrowRental> {
  const current = segmentOf(rental, 'PRICE', log.startedAt);
  return {
    state: 'RUNNING',
    startedAt: log.startedAt,
    endsAt: log.endsAt,
    clock: { ...rental.clock, current },
    turn: rental.turn + 1,
  };
}

function halted(rental: EscrowRental, log: LogOf<'RENTAL_HALTED'>): Partial<EscrowRental> {
  const { halt, haltedAt, retroLeftSeconds } = log;
  const stopped =
    halt === 'DOWN'
      ? { clock: cut(rental.clock, haltedAt), turn: rental.turn + 1 }
      : turnedTo(rental, 'STORAGE', haltedAt);
  const pausedByRenter = rental.pausedByRenter || halt === 'PAUSED';
  return { ...stopped, state: 'HALTED', halt, pausedByRenter, retroLeftSeconds };
}

function preempted(rental: EscrowRental, log: LogOf<'RENTAL_PREEMPTED'>): Partial<EscrowRental> {
  const { byNew, byPriceUnits, haltsAt } = log;
  const yielding = turnedTo(rental, 'STORAGE', haltsAt);
  return { ...yielding, state: 'HALTED', halt: 'PREEMPTED', outbid: { byNew, byPriceUnits } };
}

function resumed(rental: EscrowRental, log: LogOf<'RENTAL_RESUMED'>): Partial<EscrowRental> {
  const running = turnedTo(rental, 'PRICE', log.resumedAt);
  const free = { halt: undefined, pausedByRenter: false, outbid: undefined };
  return { ...running, ...free, state: 'RUNNING' };
}

/** All time so far is closed at the old prices. */
function repriced(rental: EscrowRental, log: LogOf<'RENTAL_REPRICED'>): Partial<EscrowRental> {
  const { pricePerHourUnits, storagePricePerHourUnits, repricedAt } = log;
  const prices = { pricePerHourUnits, storagePricePerHourUnits };
  const change = { ...prices, repriced: true, turn: rental.turn + 1 };
  if (rental.state === 'RESERVED') return change;
  const priced = ({ rate, from }: Segment) => segmentOf(prices, rate, from);
  return { ...change, clock: closed(rental.clock, repricedAt, priced) };
}

function trimmed(rental: EscrowRental, log: LogOf<'RENTAL_TRIMMED'>): Partial<EscrowRental> {
  const { current } = rental.clock;
  const from = least(current.from, log.endedAt);
  return {
    ...ended(rental, log),
    clock: { ...rental.clock, current: { ...current, from } },
    retroLeftSeconds: log.retroLeftSeconds,
  };
}

function ended(rental: EscrowRental, log: LogOf<'RENTAL_STOPPED' | 'RENTAL_TRIMMED'>) {
  return {
    endedAt: log.endedAt,
    endsAt: log.endedAt,
    fundedUnits: log.grossUnits,
    refundedUnits: rental.refundedUnits + log.refundUnits,
  };
}

function settled(rental: EscrowRental, log: LogOf<'SETTLED'>): Partial<EscrowRental> {
  return {
    claimedUnits: log.claimedUnits,
    toProviderUnits: rental.toProviderUnits + log.toProviderUnits,
    feeUnits: rental.feeUnits + log.feeUnits,
  };
}

function turnedTo(rental: EscrowRental, rate: Rate, at: bigint) {
  return { clock: turned(rental.clock, segmentOf(rental, rate, at)), turn: rental.turn + 1 };
}

type Prices = Pick<EscrowRental, 'pricePerHourUnits' | 'storagePricePerHourUnits'>;

function segmentOf(prices: Prices, rate: Rate, from: bigint): Segment {
  switch (rate) {
    case 'NONE':
      return { from, rate, pricePerHourUnits: 0n };
    case 'PRICE':
      return { from, rate, pricePerHourUnits: prices.pricePerHourUnits };
    case 'STORAGE':
      return { from, rate, pricePerHourUnits: prices.storagePricePerHourUnits };
  }
}

/** The token in which a rental pays. */
export function rentalToken(rental: EscrowRental): Address {
  return rental.order.offer.token;
}
