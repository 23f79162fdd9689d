import { inspect } from 'node:util';

import type { ChainHands } from './chain-hands.ts';
import type { Drill } from './drill.ts';
import type { Stand } from './stand.ts';
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

/** Hears how many seeds have been played. */
export type Progress = (played: number) => void;

/** Plays one fault with so many seeds, each as a trial of its own on a stand that they share. */
export async function playDrill<Chain extends ChainHands>(
  drill: Drill<Chain>,
  seeds: readonly number[],
  onPlayed: Progress = () => undefined,
): Promise<Report> {
  const outcomes: Outcome[] = [];
  const report = { fault: drill.name, outcomes, lacks: undefined };
  let stand: Stand<Chain> | undefined;
  try {
    for (const seed of seeds) {
      if (drill.isLast) {
        await stand?.close();
        stand = undefined;
      }
      const played = await attempt(async () => {
        stand ??= await drill.openStand();
        return Trial.play(drill, stand, seed);
      });
      if ('reason' in played) return { ...report, failure: { seed, ...played } };
      outcomes.push(played);
      onPlayed(outcomes.length);
    }
    return { ...report, failure: undefined };
  } finally {
    await stand?.close();
  }
}

async function attempt(play: () => Promise<Outcome>): Promise<Outcome | { reason: string }> {
  try {
    return await play();
  } catch (error) {
    return { reason: reasonOf(error) };
  }
}

/** With the facts of a refusal. */
export function reasonOf(error: unknown): string {
  return inspect(error);
}
