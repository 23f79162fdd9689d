import type { ChainHands } from './chain-hands.ts';
import type { Drill } from './drill.ts';
import { Trial, type Outcome } from './trial.ts';

/** What came of a fault's seeds. */
export interface Report {
  fault: string;
  outcomes: Outcome[];
  /** The first seed that did not hold, and why. The seeds behind it are not played. */
  failure: { seed: number; reason: string } | undefined;
  /** What this machine lacks for it: then no seed was played. */
  lacks: string | undefined;
}

/** Plays one fault with so many seeds, each as a trial of its own on a stand that they share. */
export async function playDrill<Chain extends ChainHands>(
  drill: Drill<Chain>,
  seeds: readonly number[],
): Promise<Report> {
  const outcomes: Outcome[] = [];
  const stand = await drill.openStand();
  try {
    for (const seed of seeds) {
      const played = await attempt(() => Trial.play(drill, stand, seed));
      if ('reason' in played)
        return { fault: drill.name, outcomes, failure: { seed, ...played }, lacks: undefined };
      outcomes.push(played);
    }
    return { fault: drill.name, outcomes, failure: undefined, lacks: undefined };
  } finally {
    await stand.close();
  }
}

async function attempt(play: () => Promise<Outcome>): Promise<Outcome | { reason: string }> {
  try {
    return await play();
  } catch (error) {
    return { reason: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
