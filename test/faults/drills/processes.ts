import { setTimeout as delay } from 'node:timers/promises';

import type { ChainChild } from '../chain-child.ts';
import type { ChainPair } from '../chain-pair.ts';
import { everyStep, type Drill } from '../drill.ts';
import { DurableDatabase } from '../durable-database.ts';
import { openChildStand, openPairStand } from '../stand.ts';

/** Two chain processes at once, one of which dies at any moment. */
export const twoChains: Drill<ChainPair> = {
  name: 'two-chain-processes',
  strikesAt: everyStep,
  boundSeconds: 60,
  saidAs: undefined,
  openStand: openPairStand,
  async strike(trial, step) {
    const { one, other } = trial.stand.chain;
    const dies = trial.random.pick([one, other]);
    const acted = step.act();
    await delay(trial.random.below(150));
    await dies.kill();
    await acted;
    await trial.struggle(trial.random.between(1, 5));
    await trial.recover(step, () => dies.restart());
  },
};

/** A chain process, and the database under it. */
interface Platform extends ChainChild {
  database: DurableDatabase;
}

/** PostgreSQL is stopped at once, whatever is under way, and started again. */
export const postgresStopped: Drill<Platform> = {
  name: 'postgres-stopped-at-once',
  strikesAt: everyStep,
  boundSeconds: 60,
  saidAs: /outside failed/,
  async openStand() {
    const database = await DurableDatabase.create();
    const stand = await openChildStand({ databaseUrl: database.url });
    return {
      ...stand,
      chain: { ...stand.chain, database },
      async close() {
        await stand.close();
        await database.drop();
      },
    };
  },
  async strike(trial, step) {
    const { database } = trial.stand.chain;
    await step.act();
    await delay(trial.random.below(150));
    await database.stopAtOnce();
    await delay(trial.random.below(1_000));
    await trial.recover(step, () => database.start());
  },
};
