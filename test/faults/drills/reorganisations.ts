import type { Drill } from '../drill.ts';
import { everyStep, sentSteps } from '../drill.ts';
import type { Step } from '../life.ts';
import { Violation } from '../invariants.ts';
import { openStand } from '../stand.ts';
import type { Trial } from '../trial.ts';

/** Blocks vanish from under a step that everybody has seen, and others take their place. */
export const reorganisations: Drill[] = [
  ...[1, 5, 10, 60].map((depth) => ofDepth(depth)),
  {
    name: 'reorg-drops-deposit',
    strikesAt: ['deposit'],
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openStand(),
    async strike(trial, step) {
      const fork = await trial.stand.node.snapshot();
      await step.act();
      await trial.reach('the deposit is shown', step.isDone);
      await replaceBlocks(trial, fork, trial.random.between(4, 8));
      trial.life.forgetDeposit();
      await trial.reach('the deposit is gone', step.isDone);
      await step.act();
      await trial.recover(step);
    },
  },
  {
    name: 'reorg-below-finality',
    strikesAt: everyStep,
    boundSeconds: 60,
    saidAs: /was final/,
    isLast: true,
    openStand: () => openStand({ finalityDepth: shallow }),
    async strike(trial, step) {
      const fork = await trial.stand.node.snapshot();
      const from = await trial.stand.ledger.head();
      await step.act();
      await readOn(trial, from + shallow + BigInt(trial.random.between(2, 12)));
      const before = await projectionOf(trial);
      await replaceBlocks(trial, fork, 1);
      await trial.expectEnd();
      await trial.stand.chain.restart();
      await trial.expectEnd();
      if ((await projectionOf(trial)) !== before)
        throw new Violation('it has written although what was final has vanished');
    },
  },
  {
    name: 'same-transaction-in-another-block',
    strikesAt: sentSteps,
    boundSeconds: 60,
    saidAs: undefined,
    openStand: () => openStand(),
    async strike(trial, step) {
      await step.act();
      const fork = await trial.stand.node.snapshot();
      await trial.reach('it is mined and read', step.isDone);
      const raws = await minedTransactions(trial);
      await replaceBlocks(trial, fork, trial.random.between(1, 3));
      for (const serializedTransaction of raws) await remine(trial, serializedTransaction);
      await trial.struggle(2);
      await trial.recover(step);
    },
  },
];

/** Blocks are final at this depth, where finality is what breaks. */
const shallow = 3n;

function ofDepth(depth: number): Drill {
  return {
    name: `reorg-${depth}`,
    strikesAt: depth < 5 ? sentSteps : everyStep,
    boundSeconds: 120,
    saidAs: undefined,
    openStand: () => openStand(),
    async strike(trial, step) {
      const isDeposit = step.name === 'deposit';
      if (!isDeposit) await step.act();
      const fork = await trial.stand.node.snapshot();
      const from = await trial.stand.ledger.head();
      if (isDeposit) await step.act();
      await readOn(trial, from + BigInt(depth));
      await replaceBlocks(trial, fork, depth + 1);
      if (isDeposit) await depositAgain(trial, step);
      await trial.recover(step);
    },
  };
}

/** The process works and reads until the chain is at least so high. */
async function readOn(trial: Trial, height: bigint): Promise<void> {
  const { chain, ledger, node } = trial.stand;
  await chain.work();
  while ((await ledger.head()) < height) {
    await node.mine();
    if (trial.random.below(4) === 0) await chain.work();
  }
  await chain.work();
}

/** A longer branch from the fork, with blocks of other seconds. */
async function replaceBlocks(
  { stand, random }: Trial,
  fork: string,
  blocks: number,
): Promise<void> {
  const { node, ledger } = stand;
  const { number } = await ledger.client.getBlock();
  await node.revert(fork);
  const { timestamp, number: forkNumber } = await ledger.client.getBlock();
  await node.setNextBlockTimestamp(Number(timestamp) + random.between(2, 12));
  const least = Number(number - forkNumber) + 1;
  for (let made = 0; made < Math.max(blocks, least); made += 1) await node.mine();
}

async function depositAgain(trial: Trial, step: Step): Promise<void> {
  trial.life.forgetDeposit();
  await trial.struggle(1);
  await step.act();
}

/** All of the projection, as text. */
async function projectionOf({ stand }: Trial): Promise<string> {
  const tables = ['chain_cursors', 'chain_rentals', 'chain_accounts', 'ledger_entries'];
  const rows = tables.map((table) =>
    stand.sql.query<{ row: string }>(`select t::text as row from ${table} t order by 1`),
  );
  return JSON.stringify((await Promise.all(rows)).map((result) => result.rows));
}

/** Raw bytes of what the process has sent and seen mined, the newest first. */
async function minedTransactions({ stand }: Trial): Promise<`0x${string}`[]> {
  const { rows } = await stand.sql.query<{ raw: `0x${string}` }>(
    `select raw from chain_transactions where state in ('MINED', 'CONFIRMED')
     order by signed_at desc limit 3`,
  );
  return rows.map(({ raw }) => raw);
}

/** As the network does by itself with what falls out of a block; what is in an older block is declined. */
async function remine({ stand }: Trial, serializedTransaction: `0x${string}`): Promise<void> {
  await stand.ledger.client.sendRawTransaction({ serializedTransaction }).catch(() => undefined);
}
