import type { ChainHands } from './chain-hands.ts';
import type { Drill } from './drill.ts';
import { api } from './drills/api.ts';
import { killed } from './drills/killed.ts';
import { lyingNode } from './drills/lying-node.ts';
import { postgresStopped, twoChains } from './drills/processes.ts';
import { redis } from './drills/redis.ts';
import { reorganisations } from './drills/reorganisations.ts';
import { signers } from './drills/signers.ts';
import { playDrill, type Report } from './play-drill.ts';
import { hasRedis } from './redis-server.ts';

/** A fault that can be played with any seeds. */
export interface Playable {
  name: string;
  /** What this machine lacks for it. */
  lacks: string | undefined;
  play: (seeds: readonly number[]) => Promise<Report>;
}

/** Faults that need no process of their own. */
export const quickFaults: readonly Playable[] = [...reorganisations, ...lyingNode, ...signers].map(
  (drill) => playable(drill),
);

/** All faults that are played, by name. */
export const faults: readonly Playable[] = [
  ...killed.map((drill) => playable(drill)),
  ...api.map((drill) => playable(drill)),
  ...quickFaults,
  playable(twoChains),
  ...redis.map((drill) => playable(drill, hasRedis() ? undefined : 'no redis-server')),
  playable(postgresStopped),
];

function playable<Chain extends ChainHands>(drill: Drill<Chain>, lacks?: string): Playable {
  return { name: drill.name, lacks, play: (seeds) => playDrill(drill, seeds) };
}
