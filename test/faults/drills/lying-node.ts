import { z } from 'zod';

import { everyStep, sentSteps, type Drill } from '../drill.ts';
import type { Interfere, Interference, Question } from '../rpc-proxy.ts';
import { openStand } from '../stand.ts';
import type { Step } from '../life.ts';
import type { Trial } from '../trial.ts';

/** One endpoint, which fails or lies for a while. */
export const lyingNode: Drill[] = [
  {
    name: 'rpc-timeout-after-accepting',
    strikesAt: sentSteps,
    boundSeconds: 60,
    saidAs: /no answer/,
    openStand: () => openStand(),
    strike: (trial, step) => whileItFails(trial, step, onSend('CUT_AFTER')),
  },
  {
    name: 'rpc-429-burst',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /429/,
    openStand: () => openStand(),
    strike: (trial, step) => whileItFails(trial, step, () => ({ status: 429 })),
  },
  {
    name: 'rpc-5xx-burst',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /50[0-9]/,
    openStand: () => openStand(),
    strike(trial, step) {
      const statuses = [500, 502, 503, 504];
      return whileItFails(trial, step, () => ({ status: trial.random.pick(statuses) }));
    },
  },
  {
    name: 'rpc-outage-30s',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /no answer/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { stand } = trial;
      await beforeActing(trial, step);
      interfere(trial, () => 'CUT');
      if (step.name !== 'deposit') await step.act();
      await trial.struggle(2);
      for (let seconds = 2; seconds < 30; seconds += 1) await stand.pass();
      await trial.recover(step, () => interfere(trial, () => 'PASS'));
    },
  },
  {
    name: 'rpc-truncated-answers',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /outside failed/,
    openStand: () => openStand(),
    strike: (trial, step) => whileItFails(trial, step, () => 'TRUNCATE'),
  },
  {
    name: 'rpc-duplicated-and-delayed',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openStand(),
    strike(trial, step) {
      const ways: Interference[] = ['TWICE', 'PASS', { delayMs: 3 }];
      return whileItFails(trial, step, () => trial.random.pick(ways));
    },
  },
  {
    name: 'empty-logs-at-head',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /outside failed.*(log|bloom)/i,
    openStand: () => openStand(),
    strike: (trial, step) => whileItFails(trial, step, onLogs({ result: [] })),
  },
  {
    name: 'duplicate-log-index',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /outside failed/,
    openStand: () => openStand(),
    strike: (trial, step) => whileItFails(trial, step, onLogs({ lie: withDuplicate })),
  },
  {
    name: 'node-restored-to-older-state',
    strikesAt: sentSteps,
    boundSeconds: 60,
    saidAs: /lags/,
    openStand: () => openStand(),
    async strike(trial, step) {
      const { ledger } = trial.stand;
      const old = (await ledger.head()) - BigInt(trial.random.between(0, 4));
      await step.act();
      await trial.reach('it is mined and read', step.isDone);
      interfere(trial, asOf(old));
      await trial.struggle(trial.random.between(2, 5));
      await trial.recover(step, () => interfere(trial, () => 'PASS'));
    },
  },
  {
    name: 'wrong-chain-id',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /chain 1\b/,
    openStand: () => openStand(),
    async strike(trial, step) {
      await step.act();
      interfere(trial, ({ method }) => (method === 'eth_chainId' ? { result: '0x1' } : 'PASS'));
      await trial.stand.chain.restart();
      await trial.expectEnd();
      interfere(trial, () => 'PASS');
      await trial.recover(step, () => trial.stand.chain.restart());
    },
  },
];

/** The step is taken while the node fails; then the node is well again. */
async function whileItFails(trial: Trial, step: Step, decide: Interfere): Promise<void> {
  await beforeActing(trial, step);
  interfere(trial, decide);
  if (step.name !== 'deposit') await step.act();
  // The first moment sends, the next one reads.
  await trial.struggle(trial.random.between(2, 4));
  await trial.recover(step, () => interfere(trial, () => 'PASS'));
}

/** A deposit is the renter's own transaction: what the market sees of it is struck. */
async function beforeActing(trial: Trial, step: Step): Promise<void> {
  if (step.name === 'deposit') await step.act();
}

function interfere({ stand }: Trial, decide: Interfere): void {
  for (const endpoint of stand.endpoints) endpoint.interfere(decide);
}

function onSend(plan: Interference): Interfere {
  return ({ method }) => (method === 'eth_sendRawTransaction' ? plan : 'PASS');
}

function onLogs(plan: Interference): Interfere {
  return ({ method }) => (method === 'eth_getLogs' ? plan : 'PASS');
}

/** The same log twice under one index. */
function withDuplicate(logs: unknown): unknown {
  const [first, ...others] = z.array(z.unknown()).parse(logs);
  return first === undefined ? [] : [first, first, ...others];
}

const mined = z.object({ blockNumber: z.string().transform(BigInt) });

/** A node that knows nothing above a height: its head, states, logs and receipts are those of that block. */
function asOf(height: bigint): Interfere {
  const at = `0x${height.toString(16)}`;
  return ({ method, params }: Question) => {
    if (method === 'eth_blockNumber') return { result: at };
    if (method === 'eth_getTransactionReceipt') return { lie: (told) => knownAt(told, height) };
    if (method === 'eth_getBlockByNumber' && isAbove(params[0], height)) return { result: null };
    if (method === 'eth_sendRawTransaction') return 'PASS';
    return { instead: { params: params.map((value) => (isTip(value) ? at : value)) } };
  };
}

function isTip(value: unknown): boolean {
  return value === 'latest' || value === 'pending';
}

function isAbove(value: unknown, height: bigint): boolean {
  return typeof value === 'string' && value.startsWith('0x') && BigInt(value) > height;
}

function knownAt(receipt: unknown, height: bigint): unknown {
  const parsed = mined.safeParse(receipt);
  return parsed.success && parsed.data.blockNumber <= height ? receipt : null;
}
