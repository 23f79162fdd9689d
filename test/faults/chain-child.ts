import { setTimeout as delay } from 'node:timers/promises';

import { AppChild } from './app-child.ts';
import { chainEnvironment, type ChainPlace } from './chain-environment.ts';
import type { ChainHands } from './chain-hands.ts';
import type { Failpoint } from './failpoint.ts';

const momentMs = 20;

/** The chain process as it is deployed: its own loops, its own clock, and death by `kill -9`. */
export interface ChainChild extends ChainHands {
  arm(failpoint: Failpoint): Promise<void>;
  kill(): Promise<void>;
}

export async function chainChild(place: ChainPlace): Promise<ChainChild> {
  const child = new AppChild({ app: 'chain', env: chainEnvironment(place) });
  await child.start();
  return {
    work: () => delay(momentMs),
    ended: () => child.ended(),
    async restart() {
      await child.kill();
      await child.start();
    },
    warnings: () => child.warnings(),
    close: () => child.stop(),
    arm: (failpoint) => child.arm(failpoint),
    kill: () => child.kill(),
  };
}
