import type { ChainHands } from './chain-hands.ts';
import type { Drill } from './drill.ts';
import { api } from './drills/api.ts';
import { endpoints } from './drills/endpoints.ts';
import { killed } from './drills/killed.ts';
import { lyingNode } from './drills/lying-node.ts';
import { poisonedBatch } from './drills/poisoned-batch.ts';
import { postgresStopped, twoChains } from './drills/processes.ts';
import { redis } from './drills/redis.ts';
import { reorganisations } from './drills/reorganisations.ts';
import { signers } from './drills/signers.ts';
import { playDrill, reasonOf, type Progress, type Report } from './play-drill.ts';
import { hasRedis } from './redis-server.ts';
import { playCrowd } from './thousand-rentals.ts';
import type { Outcome } from './trial.ts';

/** A fault that can be played with any seeds. */
export interface Playable {
  name: string;
  /** How many seeds are played where nobody says; a fault without any is played only by name. */
  seedsUsual: number;
  /** What this machine lacks for it. */
  lacks: string | undefined;
  play: (seeds: readonly number[], onPlayed?: Progress) => Promise<Report>;
}

/** Faults that need no process of their own. */
export const quickFaults: readonly Playable[] = [
  ...reorganisations,
  ...lyingNode,
  ...endpoints,
  ...signers,
  poisonedBatch,
].map((drill) => playable(drill));

/** All faults that are played, by name. */
export const faults: readonly Playable[] = [
  ...killed.map((drill) => playable(drill)),
  ...api.map((drill) => playable(drill)),
  ...quickFaults,
  playable(twoChains),
  ...redis.map((drill) => playable(drill, hasRedis() ? undefined : 'no redis-server')),
  playable(postgresStopped),
  { name: 'thousand-rentals', seedsUsual: 0, lacks: undefined, play: playThousand },
];

/** A thousand rentals for each seed. */
async function playThousand(seeds: readonly number[]): Promise<Report> {
  const fault = 'thousand-rentals';
  const outcomes: Outcome[] = [];
  const report = { fault, outcomes, lacks: undefined };
  for (const seed of seeds) {
    try {
      const { kills, seconds } = await playCrowd(seed, 1_000);
      process.stderr.write(`${kills} kills, ${seconds.toFixed(0)} s\n`);
      outcomes.push({ seed, struck: `${kills} kills`, recoverySeconds: 0 });
    } catch (error) {
      return { ...report, failure: { seed, reason: reasonOf(error) } };
    }
  }
  return { ...report, failure: undefined };
}

function playable<Chain extends ChainHands>(drill: Drill<Chain>, lacks?: string): Playable {
  return {
    name: drill.name,
    seedsUsual: 50,
    lacks,
    play: (seeds, onPlayed) => playDrill(drill, seeds, onPlayed),
  };
}
