import type { EscrowRental } from '../chain/fold-rental.js';
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
  const { rate, from } = clock.current;
  const end = endedAt ?? now;
  const billedEnd = rate === 'NONE' ? least(from, end) : end;
  const earliest = greatest(
    now - BigInt(rental.order.offer.window),
    billedEnd - BigInt(retroLeftSeconds),
    (clock.previous ?? clock.current).from,
  );
  const since = least(billedEnd, greatest(wanted, earliest));
  const removed = Number(billedEnd - since);
  if (removed === 0 && (endedAt !== undefined || rate === 'NONE'))
    throw new Refusal('BAD_STATE', { have: 'nothing charged', want: 'time to take back' });
  return { since, retroLeftSeconds: retroLeftSeconds - removed };
}
