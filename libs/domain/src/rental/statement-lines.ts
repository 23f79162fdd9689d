import type { HaltKind, LogPosition, Placed, RentalLog } from '../chain/escrow-log.js';
import { nextRental, type EscrowRental } from '../chain/fold-rental.js';
import { zeroHash, type Address, type Hash } from '../ids.js';
import { endCap, unitSecondsOf, unitsIn, type Rate, type RentalClock } from '../money/clock.js';
import { least } from '../money/least.js';
import type { Order } from './order.js';

/** Why time is not charged at the price, and by which log. */
export interface Removal {
  reason: HaltKind;
  /** Of the meter's evidence, where it gave some: the root of the Merkle tree of what it saw. */
  evidenceRoot: Hash | undefined;
  /** Who said so; two where the log leaves open which of them. */
  saidBy: readonly Address[];
  /** The number of that log among the rental's, and where it stands. */
  seq: number;
  at: LogPosition;
}

/** A stretch of a rental's time that was charged alike: chain seconds `from` (included) to `to` (not included). */
export interface StatementLine {
  from: bigint;
  to: bigint;
  rate: Rate;
  pricePerHourUnits: bigint;
  /**
   * What the stretch adds to the rental's gross. The gross is floored once, so this is a difference of two floors: the
   * lines' units add up to it exactly.
   */
  units: bigint;
  /** Undefined where the price is charged. */
  removal: Removal | undefined;
}

/** Every stretch of a rental's time up to a second, and their sums. */
export interface StatementLines {
  lines: readonly StatementLine[];
  /** Seconds charged at the price, charged for storage, and not charged because the machine was down. */
  priceSeconds: bigint;
  storageSeconds: bigint;
  downSeconds: bigint;
  /** What the sides agreed to take off the lines' sum when they closed the rental. */
  agreedOffUnits: bigint;
}

/**
 * What a rental's logs, all of them in order, say of its time up to chain second `now`. Seconds that a report took back
 * after they had been charged are shown as what they are now: down.
 */
export function statementLines(logs: readonly Placed<RentalLog>[], now: bigint): StatementLines {
  const { rental, spans, trims } = history(logs);
  if (rental?.startedAt === undefined) return summed([], 0n);
  const cap = least(now, endCap(rental));
  const charged = spans.map(({ segment, removal }, index) => {
    const to = least(spans[index + 1]?.segment.from ?? cap, cap);
    return { from: segment.from, to, segment, removal };
  });
  const lines = [...costed(charged), ...trims.toReversed()].filter(({ from, to }) => from < to);
  const gross = lines.reduce((sum, { units }) => sum + units, 0n);
  return summed(lines, rental.state === 'CLOSED' ? gross - rental.claimedUnits : 0n);
}

type Segment = RentalClock['current'];

/** A segment of the clock, and why it is what it is. It lasts until the next one begins. */
interface Span {
  segment: Segment;
  removal: Removal | undefined;
}

interface History {
  rental: EscrowRental | undefined;
  spans: Span[];
  /** Seconds that were taken off the end, the latest report last. */
  trims: StatementLine[];
}

function history(logs: readonly Placed<RentalLog>[]): History {
  const told: History = { rental: undefined, spans: [], trims: [] };
  for (const log of logs) {
    const before = told.rental;
    told.rental = nextRental(before, log);
    const { clock, order, endsAt } = told.rental;
    if (before !== undefined && clock !== before.clock)
      told.spans = spansAfter(told.spans, clock, log, order);
    if (before !== undefined && log.kind === 'RENTAL_TRIMMED')
      told.trims.push(trimmed(endsAt, before.endsAt, removalBy(log, order)));
  }
  return told;
}

/**
 * The clock remembers its last two segments: what lies before them is as it was, and they take the place of the rest.
 * A change of prices goes on for the same reasons.
 */
function spansAfter(
  spans: readonly Span[],
  { previous, current }: RentalClock,
  log: Placed<RentalLog>,
  order: Order,
): Span[] {
  const remembered = previous === undefined ? [current] : [previous, current];
  const from = remembered[0]?.from ?? 0n;
  const begun = removalBy(log, order);
  const reasonFor = (segment: Segment): Removal | undefined => {
    if (segment === current && begun !== undefined && log.kind !== 'RENTAL_TRIMMED') return begun;
    return spans.findLast((span) => isSame(span.segment, segment, log))?.removal;
  };
  const kept = spans.filter(({ segment }) => segment.from < from);
  return [...kept, ...remembered.map((segment) => ({ segment, removal: reasonFor(segment) }))];
}

function isSame(known: Segment, segment: Segment, { kind }: RentalLog): boolean {
  if (known.rate !== segment.rate) return false;
  return known.from === segment.from || kind === 'RENTAL_REPRICED' || kind === 'RENTAL_TRIMMED';
}

function trimmed(from: bigint, to: bigint, removal: Removal | undefined): StatementLine {
  return { from, to, rate: 'NONE', pricePerHourUnits: 0n, units: 0n, removal };
}

/** What each adds to the one floored sum. */
function costed(
  stretches: readonly {
    from: bigint;
    to: bigint;
    segment: Segment;
    removal: Removal | undefined;
  }[],
): StatementLine[] {
  let unitSeconds = 0n;
  return stretches.map(({ from, to, segment, removal }) => {
    const before = unitsIn(unitSeconds);
    unitSeconds += unitSecondsOf(segment, to);
    const { rate, pricePerHourUnits } = segment;
    return { from, to, rate, pricePerHourUnits, units: unitsIn(unitSeconds) - before, removal };
  });
}

function summed(lines: readonly StatementLine[], agreedOffUnits: bigint): StatementLines {
  const secondsAt = (rate: Rate) =>
    lines.reduce((sum, line) => (line.rate === rate ? sum + line.to - line.from : sum), 0n);
  return {
    lines,
    priceSeconds: secondsAt('PRICE'),
    storageSeconds: secondsAt('STORAGE'),
    downSeconds: secondsAt('NONE'),
    agreedOffUnits,
  };
}

/** Why the price stops at this log; undefined where it does not. */
function removalBy(log: Placed<RentalLog>, order: Order): Removal | undefined {
  const { seq, at } = log;
  const { provider, meter } = order.offer;
  switch (log.kind) {
    case 'RENTAL_HALTED': {
      const saidBy = log.halt === 'PAUSED' ? [order.renter] : reporters(log, order);
      return { reason: log.halt, evidenceRoot: rootIn(log), saidBy, seq, at };
    }
    case 'RENTAL_PREEMPTED':
      return { reason: 'PREEMPTED', evidenceRoot: undefined, saidBy: [provider, meter], seq, at };
    case 'RENTAL_TRIMMED':
      return { reason: 'DOWN', evidenceRoot: rootIn(log), saidBy: [meter], seq, at };
    default:
      return undefined;
  }
}

/** A provider speaks of now, and shows nothing: what looks back, or has evidence, is the meter's. */
function reporters(
  log: Placed<Extract<RentalLog, { kind: 'RENTAL_HALTED' }>>,
  { offer }: Order,
): readonly Address[] {
  const metered = rootIn(log) !== undefined || log.haltedAt < log.at.timestamp;
  return metered ? [offer.meter] : [offer.provider, offer.meter];
}

function rootIn({ evidenceRoot }: { evidenceRoot: Hash }): Hash | undefined {
  return evidenceRoot === zeroHash ? undefined : evidenceRoot;
}
