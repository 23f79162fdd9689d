import type { EscrowRental } from '../chain/fold-rental.js';
import { endCap } from '../money/clock.js';
import { greatest, least } from '../money/least.js';
import { Refusal } from '../refusal.js';
import type { Draft } from './draft.js';

/** What a report about the past may take back. */
export interface Cut {
  /** The second from which on nothing is charged. */
  since: bigint;
  /** Seconds of the meter's budget that are left after it. */
  retroLeftSeconds: number;
}

/**
 * The nearest second to `wanted` at which a rental's clock may be cut: not before the last two segments, not in what has
 * vested, and within the meter's budget. Refuses `BAD_STATE` where nothing is charged any more, or nothing can be taken
 * back of what has ended.
 */
export function cutSince({ now }: Draft, rental: EscrowRental, wanted: bigint): Cut {
  const { clock, retroLeftSeconds, endedAt } = rental;
  const { earliest, billedEnd } = boundsOf(rental, now);
  const since = least(billedEnd, greatest(wanted, earliest));
  const removed = Number(billedEnd - since);
  if (removed === 0 && (endedAt !== undefined || clock.current.rate === 'NONE'))
    throw new Refusal('BAD_STATE', { have: 'nothing charged', want: 'time to take back' });
  return { since, retroLeftSeconds: retroLeftSeconds - removed };
}

/**
 * The second that a meter should name in chain second `now` for a machine that was last seen up in second `wanted`: as
 * far back as the contract would count it, and not before the price last began to be charged. Undefined where nothing
 * was charged at the price since then, or none of it can be taken back any more.
 */
export function haltSince(rental: EscrowRental, wanted: bigint, now: bigint): bigint | undefined {
  const { state, clock } = rental;
  if (state === 'RESERVED' || state === 'CLOSED') return undefined;
  const { previous, current } = clock;
  const priced = current.rate === 'PRICE' ? current : previous;
  if (priced?.rate !== 'PRICE') return undefined;
  const pricedUntil = priced === current ? endCap(rental) : current.from;
  const { earliest, billedEnd } = boundsOf(rental, now);
  const since = greatest(wanted, earliest, priced.from);
  return since < least(pricedUntil, billedEnd) || isCharging(rental, now)
    ? least(since, billedEnd)
    : undefined;
}

/**
 * Whether stopping a clock as of `since`, for a silence that was over in second `until`, takes more seconds of the silence
 * off than of the time after it: a clock that is stopped late is stopped for both.
 */
export function takesMoreDown(
  { endedAt }: EscrowRental,
  since: bigint,
  until: bigint,
  now: bigint,
): boolean {
  return least(endedAt ?? now, now) - until < until - since;
}

/** Whether the price still runs, so that it can be stopped even where nothing can be taken back. */
function isCharging(rental: EscrowRental, now: bigint): boolean {
  return rental.state === 'RUNNING' && now < endCap(rental);
}

function boundsOf({ order, clock, retroLeftSeconds, endedAt }: EscrowRental, now: bigint) {
  const { rate, from } = clock.current;
  const end = endedAt ?? now;
  const billedEnd = rate === 'NONE' ? least(from, end) : end;
  const earliest = greatest(
    now - BigInt(order.offer.window),
    billedEnd - BigInt(retroLeftSeconds),
    (clock.previous ?? clock.current).from,
  );
  return { earliest, billedEnd };
}
