import type { ChainRental } from '../chain/fold-rental.js';
import { endCap, vestedAt } from '../money/clock.js';

/** What anyone may do for a rental at this second, and somebody should. */
export type Upkeep = 'EXPIRE' | 'STOP' | 'CLOSE' | 'SETTLE';

/**
 * The next call that a keeper owes a rental at chain time `now`:
 * EXPIRE a reservation that was not started in time, STOP one whose money or time has run out, CLOSE an ended one whose
 * window has passed, SETTLE a running or halted one with at least `settleFromUnits` vested and unclaimed.
 */
export function upkeepOf(
  rental: ChainRental,
  now: bigint,
  settleFromUnits: bigint,
): Upkeep | undefined {
  const window = BigInt(rental.order.offer.window);
  switch (rental.state) {
    case 'RESERVED':
      return now > BigInt(rental.order.startDeadline) ? 'EXPIRE' : undefined;
    case 'RUNNING':
    case 'HALTED': {
      if (now >= endCap(rental)) return 'STOP';
      const due = vestedAt(rental, now, window) - rental.claimedUnits;
      return due > 0n && due >= settleFromUnits ? 'SETTLE' : undefined;
    }
    case 'ENDED':
      return now >= rental.endsAt + window ? 'CLOSE' : undefined;
    case 'CLOSED':
      return undefined;
  }
}
