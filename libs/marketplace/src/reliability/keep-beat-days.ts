import { beatDays, sessions } from '@gpuflow/db';

import type { Market } from '../market.js';

/** Days that are made ahead: so long may nobody look after them. */
const daysAhead = 7;
const dayMs = 86_400_000;

/** What became of the days of beats. */
export interface KeptDays {
  made: number;
  dropped: number;
}

/**
 * Makes room for the beats of the days to come, and drops days by which nothing can be disputed any more, with the
 * sessions of then. Intervals stay.
 */
export async function keepBeatDays({ db, clock, policy }: Market): Promise<KeptDays> {
  const now = clock.now();
  const made = await beatDays.prepare(db, now, 1 + daysAhead);
  const horizon = new Date(now.getTime() - policy.disputeDays * dayMs);
  const dropped = await beatDays.dropBefore(db, horizon);
  await sessions.forgetBefore(db, horizon);
  return { made, dropped };
}
