import { chainChild, type ChainChild } from './chain-child.ts';
import type { ChainPlace } from './chain-environment.ts';
import type { ChainHands } from './chain-hands.ts';

/** Two chain processes on one database and one node, as where an operator keeps a hot standby. */
export interface ChainPair extends ChainHands {
  one: ChainChild;
  other: ChainChild;
}

export async function chainPair(place: ChainPlace): Promise<ChainPair> {
  const [one, other] = await Promise.all([chainChild(place), chainChild(place)]);
  const both = [one, other];
  return {
    one,
    other,
    work: () => one.work(),
    /** Only both of them are the end. */
    ended: () => one.ended() && other.ended(),
    async restart() {
      for (const child of both) if (child.ended() !== undefined) await child.restart();
    },
    warnings: () => both.flatMap((child) => child.warnings()),
    async close() {
      await Promise.all(both.map((child) => child.close()));
    },
  };
}
