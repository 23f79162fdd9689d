import { killed } from './drills/killed.ts';
import { lyingNode } from './drills/lying-node.ts';
import { reorganisations } from './drills/reorganisations.ts';
import { signers } from './drills/signers.ts';
import { playDrill, type Report } from './play-drill.ts';

/** A fault that can be played with any seeds. */
export interface Playable {
  name: string;
  play: (seeds: readonly number[]) => Promise<Report>;
}

/** Faults that need no process of their own. */
export const quickFaults: readonly Playable[] = [...reorganisations, ...lyingNode, ...signers].map(
  (drill) => ({
    name: drill.name,
    play: (seeds) => playDrill(drill, seeds),
  }),
);

/** Faults of real processes. */
const processFaults: readonly Playable[] = killed.map((drill) => ({
  name: drill.name,
  play: (seeds) => playDrill(drill, seeds),
}));

/** All faults that are played, by name. */
export const faults: readonly Playable[] = [...processFaults, ...quickFaults];
