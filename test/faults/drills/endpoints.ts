import { z } from 'zod';

import { everyStep, type Drill } from '../drill.ts';
import { Violation } from '../invariants.ts';
import type { Interfere } from '../rpc-proxy.ts';
import { openStand } from '../stand.ts';
import type { Trial } from '../trial.ts';

/** Several endpoints of one chain, which do not say the same. */
export const endpoints: Drill[] = [
  {
    name: 'two-endpoints-disagree',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /disagree/i,
    openStand: () => openStand({ endpoints: 2 }),
    async strike(trial, step) {
      const [, second] = trial.stand.endpoints;
      if (step.name === 'deposit') await step.act();
      second?.interfere(otherBlocks);
      if (step.name !== 'deposit') await step.act();
      await trial.struggle(trial.random.between(3, 6));
      if (await step.isDone()) throw new Violation(`${step.name} came true without a majority`);
      await trial.recover(step, () => second?.interfere(() => 'PASS'));
    },
  },
  {
    name: 'one-of-three-endpoints-lies',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /endpoint/,
    openStand: () => openStand({ endpoints: 3 }),
    async strike(trial, step) {
      await withNoPast(trial);
      const liar = trial.random.pick(trial.stand.endpoints);
      liar.interfere(otherBlocks);
      await step.act();
      await trial.recover(step);
      liar.interfere(() => 'PASS');
    },
  },
  {
    name: 'one-of-two-endpoints-down',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /endpoint/,
    openStand: () => openStand({ endpoints: 2 }),
    async strike(trial, step) {
      await withNoPast(trial);
      const down = trial.random.pick(trial.stand.endpoints);
      down.interfere(() => trial.random.pick(['CUT', { status: 503 }, 'TRUNCATE'] as const));
      await step.act();
      await trial.recover(step);
      down.interfere(() => 'PASS');
    },
  },
];

/** An endpoint that is in quarantine since the trial before is not asked, so nothing would be said of it. */
function withNoPast({ stand }: Trial): Promise<void> {
  return stand.chain.restart();
}

const block = z.object({ hash: z.string(), parentHash: z.string() }).passthrough().nullable();

/** An endpoint that has followed another branch: all of its blocks have other hashes. */
const otherBlocks: Interfere = ({ method }) =>
  method === 'eth_getBlockByNumber' ? { lie: renamed } : 'PASS';

function renamed(told: unknown): unknown {
  const parsed = block.parse(told);
  if (parsed === null) return null;
  return { ...parsed, hash: other(parsed.hash), parentHash: other(parsed.parentHash) };
}

function other(hash: string): string {
  return `0x${hash.slice(34)}${hash.slice(2, 34)}`;
}
