import type { Milestones } from '@gpuflow/marketplace';

import { sentSteps, type Drill } from '../drill.ts';
import type { ChainChild } from '../chain-child.ts';
import { openChildStand } from '../stand.ts';

/** The chain process dies by `kill -9` between two lines of its own, and is started again. */
export const killed: Drill<ChainChild>[] = [
  killedAt('killed-after-commit-before-broadcast', ['transaction.stored'], sentSteps),
  killedAt('killed-after-signing-before-storing', ['transaction.signed'], sentSteps),
  killedAt('killed-after-broadcast-before-update', ['transaction.sent'], sentSteps),
  killedAt(
    'killed-between-receipt-and-projection',
    ['receipt.read', 'transaction.settled', 'blocks.read', 'blocks.writing', 'blocks.stored'],
    sentSteps,
  ),
];

function killedAt(
  name: string,
  milestones: readonly (keyof Milestones)[],
  strikesAt: Drill['strikesAt'],
): Drill<ChainChild> {
  return {
    name,
    strikesAt,
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openChildStand(),
    async strike(trial, step) {
      const { chain } = trial.stand;
      const milestone = trial.random.pick(milestones);
      await chain.arm({ milestone, hit: 1, strike: 'KILL' });
      await step.act();
      await trial.reach(`killed at ${milestone}`, async () => chain.ended() !== undefined);
      await trial.struggle(trial.random.between(1, 3));
      await trial.recover(step, () => chain.restart());
    },
  };
}
