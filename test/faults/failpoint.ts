import type { Milestones } from '@gpuflow/marketplace';

/** What strikes a process, and when. */
export interface Failpoint {
  milestone: keyof Milestones;
  /** Which publication of the milestone strikes, counted from now on; 1 is the next. */
  hit: number;
  strike: 'KILL' | { freezeMs: number };
}
